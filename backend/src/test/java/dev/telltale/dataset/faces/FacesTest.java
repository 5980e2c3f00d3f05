package dev.telltale.dataset.faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.image.Mask;
import dev.telltale.image.Pictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacesTest {
  private static final Faces FACES = new Faces(64, 1);

  /** Parts in which a trait may show. */
  private static final Map<Trait, Set<Part>> WHERE =
      Map.ofEntries(
          Map.entry(Trait.SMILING, EnumSet.of(Part.MOUTH, Part.U_LIP, Part.L_LIP)),
          Map.entry(Trait.MOUTH_SLIGHTLY_OPEN, EnumSet.of(Part.MOUTH, Part.U_LIP, Part.L_LIP)),
          Map.entry(Trait.WEARING_LIPSTICK, EnumSet.of(Part.U_LIP, Part.L_LIP, Part.MOUTH)),
          Map.entry(Trait.BIG_NOSE, EnumSet.of(Part.NOSE)),
          Map.entry(Trait.POINTY_NOSE, EnumSet.of(Part.NOSE)),
          Map.entry(Trait.ARCHED_EYEBROWS, EnumSet.of(Part.L_BROW, Part.R_BROW)),
          Map.entry(Trait.BUSHY_EYEBROWS, EnumSet.of(Part.L_BROW, Part.R_BROW)),
          Map.entry(Trait.EYEGLASSES, EnumSet.of(Part.EYE_G)),
          Map.entry(Trait.BOW_TIE, EnumSet.of(Part.BOW_TIE)));

  @TempDir Path dir;

  /** Recorded once; a change of a single bit of a pixel or mask changes it. */
  @Test
  void theSamePixelsAreDrawnOnEveryMachine() {
    CRC32 crc = new CRC32();
    for (int index = 0; index < 20; index++) {
      FacePainting painting = FACES.paint(FACES.face(index));
      crc.update(painting.image().rgb());
      painting
          .parts()
          .forEach(
              (part, mask) -> {
                crc.update(part.ordinal());
                for (float value : mask.plane()) {
                  crc.update((int) value);
                }
              });
    }
    assertThat(crc.getValue()).isEqualTo(2286540846L);
  }

  @Test
  void oneDirectoryHasAttributesSplitsAndRegions() throws Exception {
    Faces faces = new Faces(LabelModel.DEFAULT, .9, 64, 3, Splits.DEFAULT, Map.of());
    faces.write(dir, 20, done -> {});
    DataSet set = DataSets.open("faces", dir, null);
    assertThat(set.layout()).isEqualTo("celeba");
    DataSet mouths = set.as(new Task("Smiling", List.of("Male", "Young"), "skin"));
    for (int index = 0; index < 20; index++) {
      Face face = faces.face(index);
      FacePainting painting = faces.paint(face);
      Sample sample = mouths.samples().get(index);
      assertThat(sample.label()).isEqualTo(face.has(Trait.SMILING) ? "Smiling" : "not Smiling");
      assertThat(sample.groups())
          .containsEntry("Male", face.has(Trait.MALE) ? "yes" : "no")
          .containsEntry("Young", face.has(Trait.YOUNG) ? "yes" : "no");
      assertThat(sample.split()).isEqualTo(Splits.DEFAULT.of(3, index).name());
      assertThat(Pictures.decode(Files.readAllBytes(sample.image()))).isEqualTo(painting.image());
      assertThat(Pictures.decodeMask(Files.readAllBytes(sample.mask())))
          .isEqualTo(painting.parts().get(Part.SKIN));
      assertThat(set.samples().parts(index).keySet())
          .contains("skin", "nose", "eyes", "eyebrows", "mouth", "hair", "neck", "cloth");
    }
    List<String> ties = Files.readAllLines(dir.resolve("confounder.csv"));
    assertThat(ties).hasSize(21).startsWith("image_id,bow_tie");
    for (int index = 0; index < 20; index++) {
      assertThat(ties.get(index + 1)).endsWith(faces.face(index).has(Trait.BOW_TIE) ? ",1" : ",0");
    }
  }

  @Test
  void aTraitShowsInItsOwnPartsAlone() {
    for (Map.Entry<Trait, Set<Part>> trait : WHERE.entrySet()) {
      long changed = 0;
      for (int index = 0; index < 12; index++) {
        FacePainting without = FACES.paint(FACES.face(index).with(trait.getKey(), false));
        FacePainting with = FACES.paint(FACES.face(index).with(trait.getKey(), true));
        boolean[] there = new boolean[64 * 64];
        trait.getValue().forEach(part -> List.of(with, without).forEach(p -> mark(there, p, part)));
        byte[] a = without.image().rgb();
        byte[] b = with.image().rgb();
        for (int i = 0; i < a.length; i++) {
          if (a[i] != b[i]) {
            changed++;
            assertThat(near(there, i / 3)).as("%s of %d at %d", trait, index, i / 3).isTrue();
          }
        }
      }
      assertThat(changed).as("%s", trait.getKey()).isGreaterThan(12 * 30);
    }
  }

  @Test
  void everyLabelCanBeSeenAndIsTheOnlyThingChanged() {
    for (Trait trait : Trait.factors()) {
      for (int index = 0; index < 5; index++) {
        Face face = FACES.face(index);
        Face flipped = face.with(trait, !face.has(trait));
        assertThat(FACES.paint(flipped).image()).isNotEqualTo(FACES.paint(face).image());
        assertThat(flipped.with(trait, face.has(trait))).isEqualTo(face);
        assertThat(flipped.seed()).isEqualTo(face.seed());
      }
    }
  }

  @Test
  void noPixelBelongsToTwoParts() {
    for (int index = 0; index < 10; index++) {
      float[] covered = new float[64 * 64];
      for (Mask mask : FACES.paint(FACES.face(index)).parts().values()) {
        for (int i = 0; i < covered.length; i++) {
          covered[i] += mask.plane()[i];
        }
      }
      for (float value : covered) {
        assertThat(value).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void attributesGoTogetherAsTheModelSays() {
    LabelModel model =
        LabelModel.independent()
            .with(Trait.MALE, Trait.BIG_NOSE, .6)
            .with(Trait.SMILING, Trait.EYEGLASSES, .2);
    Faces faces = new Faces(model, .8, 16, 2, Splits.DEFAULT, Map.of());
    List<Face> drawn = IntStream.range(0, 6000).mapToObj(faces::face).toList();
    assertThat(difference(drawn, Trait.MALE, Trait.BIG_NOSE)).isCloseTo(.6, within(.04));
    assertThat(difference(drawn, Trait.SMILING, Trait.EYEGLASSES)).isCloseTo(.2, within(.04));
    assertThat(difference(drawn, Trait.MALE, Trait.WEARING_LIPSTICK)).isCloseTo(0, within(.04));
    assertThat(difference(drawn, Trait.MALE, Trait.BOW_TIE)).isCloseTo(.6, within(.04));
    assertThat(share(drawn, Trait.BIG_NOSE))
        .isCloseTo(LabelModel.DEFAULT.frequency(Trait.BIG_NOSE), within(.02));
    assertThat(LabelModel.DEFAULT.frequency(Trait.BIG_NOSE)).isCloseTo(.38, within(1e-9));
  }

  @Test
  void whatCannotBeDrawnIsSaid() {
    assertThatThrownBy(() -> LabelModel.DEFAULT.with(Trait.BIG_NOSE, Trait.MALE, .3))
        .hasMessage("Big_Nose is not drawn before Male; write Male:Big_Nose");
    assertThatThrownBy(() -> LabelModel.DEFAULT.with(Trait.BIG_NOSE, Trait.POINTY_NOSE, -.95))
        .hasMessage(
            "what changes the frequency of Pointy_Nose sums to 1.05, and it can change by 1 at"
                + " most");
    assertThatThrownBy(() -> new Faces(LabelModel.DEFAULT, 1.5, 64, 0, Splits.DEFAULT, Map.of()))
        .hasMessage("the confounder must be from 0 to 1, not 1.5");
    assertThatThrownBy(
            () ->
                new Faces(
                    LabelModel.DEFAULT, null, 64, 0, Splits.DEFAULT, Map.of(Trait.SMILING, "yes")))
        .hasMessage("Smiling is one of 0, 1, not \"yes\"");
  }

  @Test
  void spacesShareNoFace() {
    Set<Long> seeds = new HashSet<>();
    for (SeedSpace space : SeedSpace.values()) {
      Faces faces = new Faces(LabelModel.DEFAULT, null, 64, 3, Splits.only(null, space), Map.of());
      IntStream.range(0, 100).forEach(index -> seeds.add(faces.face(index).seed()));
    }
    assertThat(seeds).hasSize(500);
  }

  private static double difference(List<Face> faces, Trait cause, Trait effect) {
    return share(faces.stream().filter(face -> face.has(cause)).toList(), effect)
        - share(faces.stream().filter(face -> !face.has(cause)).toList(), effect);
  }

  private static double share(List<Face> faces, Trait trait) {
    return faces.stream().filter(face -> face.has(trait)).count() / (double) faces.size();
  }

  private static void mark(boolean[] there, FacePainting painting, Part part) {
    Mask mask = painting.parts().get(part);
    for (int i = 0; mask != null && i < there.length; i++) {
      there[i] |= mask.plane()[i] == 1;
    }
  }

  /** Whether a pixel within three of it is marked. */
  private static boolean near(boolean[] there, int at) {
    return IntStream.range(0, 49)
        .filter(k -> (at / 64 + k / 7 - 3 & ~63) == 0 && (at % 64 + k % 7 - 3 & ~63) == 0)
        .anyMatch(k -> there[at + (k / 7 - 3) * 64 + k % 7 - 3]);
  }
}

package dev.telltale.dataset.waterbirds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.drawn.Painting;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.image.Mask;
import dev.telltale.image.Pictures;
import dev.telltale.image.Png;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaterbirdsTest {
  private static final Waterbirds BIRDS = new Waterbirds(.95, 64, 1);

  @TempDir Path dir;

  /** Recorded once; a change of a single bit of a pixel or mask changes them. */
  @Test
  void theSamePixelsAreDrawnOnEveryMachine() {
    assertThat(checksum(BIRDS, 40)).isEqualTo(270368409L);
    assertThat(checksum(new Waterbirds(.5, 96, 7), 10)).isEqualTo(1678718338L);
  }

  @Test
  void whatIsWrittenIsReadBackWithItsTruth() throws Exception {
    BIRDS.write(dir, 30, done -> {});
    DataSet set = DataSets.open("birds", dir, null);
    assertThat(set.layout()).isEqualTo("waterbirds");
    assertThat(set.samples()).hasSize(30);
    for (int index = 0; index < 30; index++) {
      Sample sample = set.samples().get(index);
      Drawing drawn = BIRDS.draw(index);
      assertThat(sample.label()).isEqualTo(drawn.label());
      assertThat(sample.groups()).isEqualTo(Map.of("place", drawn.place()));
      assertThat(sample.split()).isEqualTo(drawn.split());
      assertThat(Pictures.decode(Files.readAllBytes(sample.image()))).isEqualTo(drawn.image());
      assertThat(Pictures.decodeMask(Files.readAllBytes(sample.mask()))).isEqualTo(drawn.mask());
    }
  }

  @Test
  void aDirectoryWithOtherFilesIsLeftAlone() throws Exception {
    Files.writeString(dir.resolve("mine.txt"), "x");
    assertThatThrownBy(() -> Waterbirds.generate(dir, 5, .9, 64, 1))
        .isInstanceOf(DataSetException.class)
        .hasMessage(dir + " holds other files; give an empty directory");
  }

  @Test
  void whatWasInterruptedCanBeWrittenAgain() throws Exception {
    Waterbirds birds = new Waterbirds(.9, 64, 1);
    assertThatThrownBy(() -> birds.write(dir, 2, done -> stop())).hasMessageContaining("stopped");
    Files.writeString(dir.resolve("images/000000.png"), "half a picture");
    birds.write(dir, 2, done -> {});
    assertThat(DataSets.open("birds", dir, null).samples()).hasSize(2);
    assertThat(dir.resolve("images/000000.png")).hasBinaryContent(Png.write(birds.draw(0).image()));
    assertThat(dir.resolve(".drawing")).doesNotExist();
  }

  @Test
  void anotherDrawingDoesNotGoOnWithWhatWasInterruptedNorWriteIntoOneThatIsDone() {
    Places places = new Places(32, 1, Splits.DEFAULT, Map.of());
    assertThatThrownBy(() -> places.write(dir, 4, done -> stop())).hasMessageContaining("stopped");
    assertThatThrownBy(() -> new Places(32, 2, Splits.DEFAULT, Map.of()).write(dir, 4, done -> {}))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("part of another drawing");
    places.write(dir, 4, done -> {});
    assertThatThrownBy(() -> places.write(dir, 4, done -> {}))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("holds other files");
  }

  private static void stop() {
    throw new IllegalStateException("stopped");
  }

  @Test
  void classesAreOfOneSizeAndPlacesFollowTheCorrelation() {
    Map<String, Integer> counts = new HashMap<>();
    int own = 0;
    for (int index = 0; index < 4000; index++) {
      Scene scene = Scene.draw(3, index, .9);
      counts.merge(scene.waterbird() ? "waterbird" : "landbird", 1, Integer::sum);
      own += scene.waterbird() == scene.onWater() ? 1 : 0;
    }
    assertThat(counts).containsEntry("waterbird", 2000).containsEntry("landbird", 2000);
    assertThat(own / 4000.0).isCloseTo(.9, within(.02));
  }

  @Test
  void splitsHaveTheirShares() {
    Map<String, Integer> counts = new HashMap<>();
    Waterbirds small = new Waterbirds(.9, 16, 5, Splits.of(.5, .3, .2), Map.of());
    for (int index = 0; index < 1000; index++) {
      counts.merge(small.draw(index).split(), 1, Integer::sum);
    }
    assertThat(counts.get("train")).isBetween(450, 550);
    assertThat(counts.get("val")).isBetween(250, 350);
    assertThat(counts.get("test")).isBetween(150, 250);
  }

  @Test
  void betweenCorrelationsTheBirdStaysAndOnlyThePlaceChanges() {
    for (int index = 0; index < 50; index++) {
      Scene own = Scene.draw(1, index, 1);
      Scene other = Scene.draw(1, index, 0);
      assertThat(own.onWater()).isEqualTo(own.waterbird()).isNotEqualTo(other.onWater());
      assertThat(own.bird()).isEqualTo(other.bird());
      assertThat(own.ground().land()).isEqualTo(other.ground().land());
      assertThat(new Waterbirds(1, 64, 1).draw(index).mask())
          .isEqualTo(new Waterbirds(0, 64, 1).draw(index).mask());
    }
  }

  @Test
  void birdsTakeAboutATenthOfThePicture() {
    double sum = 0;
    for (int index = 0; index < 200; index++) {
      double share = BIRDS.draw(index).mask().shareInside();
      assertThat(share).isBetween(.02, .35);
      sum += share;
    }
    assertThat(sum / 200).isBetween(.08, .13);
  }

  @Test
  void aLargerPictureShowsTheSameScene() {
    double small = new Waterbirds(.9, 64, 1).draw(5).mask().shareInside();
    double large = new Waterbirds(.9, 256, 1).draw(5).mask().shareInside();
    assertThat(large).isCloseTo(small, within(.01));
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Waterbirds(1.1, 64, 1))
        .hasMessage("the correlation must be from 0 to 1, not 1.1");
    assertThatThrownBy(() -> new Waterbirds(.9, 8, 1))
        .hasMessage("the size must be from 16 to 4096 pixels, not 8");
    assertThatThrownBy(() -> BIRDS.write(dir, 0, done -> {}))
        .hasMessage("the count must be from 1 to 1000000, not 0");
    assertThatThrownBy(() -> Splits.of(.5, .5, .5))
        .hasMessage("split shares must sum to 1: 0.5, 0.5, 0.5");
  }

  @Test
  void noPixelIsCoveredByMoreThanThreeBirdsOfTen() {
    float[] covered = new float[64 * 64];
    for (int index = 0; index < 500; index++) {
      float[] mask = BIRDS.draw(index).mask().plane();
      for (int i = 0; i < mask.length; i++) {
        covered[i] += mask[i] / 500;
      }
    }
    for (float share : covered) {
      assertThat(share).isLessThan(.3f);
    }
  }

  @Test
  void spacesAndSplitsShareNoScene() {
    Set<Scene> scenes = new HashSet<>();
    for (SeedSpace space : SeedSpace.values()) {
      Waterbirds birds = new Waterbirds(.9, 64, 3, Splits.only(null, space), Map.of());
      IntStream.range(0, 100).mapToObj(birds::scene).forEach(scenes::add);
    }
    assertThat(scenes).hasSize(500);
    // A mixed draw takes its splits from the spaces of the same names.
    Waterbirds mixed = new Waterbirds(.9, 64, 3);
    for (int index = 0; index < 100; index++) {
      String split = mixed.draw(index).split();
      Waterbirds only = new Waterbirds(.9, 64, 3, Splits.only(split, null), Map.of());
      assertThat(mixed.scene(index)).isEqualTo(only.scene(index));
    }
  }

  @Test
  void everySplitHasAsManyBirdsOfEitherFamily() {
    Map<String, Integer> counts = new HashMap<>();
    Waterbirds birds = new Waterbirds(.9, 16, 5);
    for (int index = 0; index < 300; index++) {
      counts.merge(birds.draw(index).split() + birds.draw(index).label(), 1, Integer::sum);
    }
    for (String split : Splits.NAMES) {
      assertThat(counts.get(split + "landbird")).isEqualTo(counts.get(split + "waterbird"));
    }
  }

  @Test
  void anotherPlaceLeavesTheBird() {
    forEachScene(
        (scene, before) -> {
          Scene moved = scene.with(BirdFactor.PLACE, scene.onWater() ? "land" : "water");
          Painting after = BIRDS.paint(moved);
          assertThat(after.mask()).isEqualTo(before.mask());
          assertThat(changed(before, after, deepInside(before.mask()))).isZero();
          assertThat(changed(before, after, outside(before.mask(), before.mask()))).isPositive();
          assertThat(moved.waterbird()).isEqualTo(scene.waterbird());
        });
  }

  @Test
  void anotherBirdLeavesThePlace() {
    forEachScene(
        (scene, before) -> {
          String other = scene.waterbird() ? "landbird" : "waterbird";
          for (Map.Entry<BirdFactor, String> change :
              Map.of(
                      BirdFactor.SHAPE,
                      other,
                      BirdFactor.PLUMAGE,
                      other,
                      BirdFactor.COLOUR,
                      "red",
                      BirdFactor.POSITION,
                      "0.2,-0.4")
                  .entrySet()) {
            Scene with = scene.with(change.getKey(), change.getValue());
            Painting after = BIRDS.paint(with);
            assertThat(changed(before, after, outside(before.mask(), after.mask()))).isZero();
            assertThat(after.image()).as("%s", change).isNotEqualTo(before.image());
            assertThat(with.waterbird() != scene.waterbird())
                .isEqualTo(change.getKey() == BirdFactor.SHAPE);
            if (change.getKey() == BirdFactor.PLUMAGE || change.getKey() == BirdFactor.COLOUR) {
              assertThat(after.mask()).isEqualTo(before.mask());
            }
          }
        });
  }

  @Test
  void whatAFamilyAlreadyHasIsNotChanged() {
    forEachScene(
        (scene, before) -> {
          String own = scene.waterbird() ? "waterbird" : "landbird";
          assertThat(scene.with(BirdFactor.SHAPE, own)).isEqualTo(scene);
          assertThat(scene.with(BirdFactor.PLUMAGE, own)).isEqualTo(scene);
        });
  }

  @Test
  void interventionsAreWrittenUnderTheSameNamesWithTheirOwnLabels() throws Exception {
    new Waterbirds(.5, 16, 2, Splits.DEFAULT, Map.of(BirdFactor.SHAPE, "waterbird"))
        .write(dir, 10, done -> {});
    DataSet set = DataSets.open("birds", dir, null);
    Waterbirds original = new Waterbirds(.5, 16, 2);
    for (int index = 0; index < 10; index++) {
      assertThat(set.samples().get(index).label()).isEqualTo("waterbird");
      assertThat(set.samples().get(index).split()).isEqualTo(original.draw(index).split());
    }
    assertThatThrownBy(() -> BIRDS.scene(0).with(BirdFactor.PLACE, "sea"))
        .hasMessage("place is one of land, water, not \"sea\"");
    assertThatThrownBy(() -> BIRDS.scene(0).with(BirdFactor.POSITION, "2,0"))
        .hasMessage("a position is X,Y, each from -1 (left, top) to 1, not \"2,0\"");
  }

  @Test
  void placesHaveNoBirdsAndAreReadByTheirDirectories() throws Exception {
    Places places = new Places(32, 1, Splits.DEFAULT, Map.of());
    places.write(dir, 40, done -> {});
    DataSet set = DataSets.open("places", dir, null);
    Map<String, Integer> counts = new HashMap<>();
    set.samples().forEach(sample -> counts.merge(sample.label(), 1, Integer::sum));
    assertThat(counts).isEqualTo(Map.of("land", 20, "water", 20));
    Places water = new Places(32, 1, Splits.DEFAULT, Map.of(PlaceFactor.PLACE, "water"));
    for (int index = 0; index < 40; index++) {
      assertThat(water.water(index)).isTrue();
      // The sky of the first row is all that is sure to be there in both.
      byte[] sky = places.draw(index).rgb();
      assertThat(Arrays.copyOf(water.draw(index).rgb(), 3)).isEqualTo(Arrays.copyOf(sky, 3));
    }
  }

  private static void forEachScene(BiConsumer<Scene, Painting> check) {
    for (int index = 0; index < 20; index++) {
      Scene scene = BIRDS.scene(index);
      check.accept(scene, BIRDS.paint(scene));
    }
  }

  /** How many values of pixels differ where {@code where} is true. */
  private static long changed(Painting before, Painting after, IntPredicate where) {
    byte[] a = before.image().rgb();
    byte[] b = after.image().rgb();
    return IntStream.range(0, a.length).filter(i -> a[i] != b[i] && where.test(i / 3)).count();
  }

  /** Pixels whose neighbours within three all belong to the mask. */
  private static IntPredicate deepInside(Mask mask) {
    return at -> around(at).allMatch(i -> mask.plane()[i] == 1);
  }

  /** Pixels that have no neighbour within three in either mask. */
  private static IntPredicate outside(Mask one, Mask other) {
    return at -> around(at).allMatch(i -> one.plane()[i] == 0 && other.plane()[i] == 0);
  }

  private static IntStream around(int at) {
    return IntStream.range(0, 49)
        .filter(k -> (at / 64 + k / 7 - 3 & ~63) == 0 && (at % 64 + k % 7 - 3 & ~63) == 0)
        .map(k -> at + (k / 7 - 3) * 64 + k % 7 - 3);
  }

  private static long checksum(Waterbirds birds, int count) {
    CRC32 crc = new CRC32();
    for (int index = 0; index < count; index++) {
      Drawing drawing = birds.draw(index);
      crc.update(drawing.image().rgb());
      for (float value : drawing.mask().plane()) {
        crc.update((int) value);
      }
    }
    return crc.getValue();
  }
}

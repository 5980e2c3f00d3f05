package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Fault;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.example.Examples;
import dev.telltale.image.Mask;
import dev.telltale.image.Pictures;
import dev.telltale.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelebaMaskHqTest {
  private static final String ATTRIBUTES = "CelebAMask-HQ-attribute-anno.txt";
  private static final String MAPPING = "CelebA-HQ-to-CelebA-mapping.txt";
  private static final String PARTITION = "list_eval_partition.txt";
  private static final String MASKS = "CelebAMask-HQ-mask-anno";
  private static final List<String> ALL =
      List.of("CelebA-HQ-img/0.jpg", "CelebA-HQ-img/2001.jpg", "CelebA-HQ-img/12.jpg");

  @TempDir Path temp;
  private Tree tree;

  @BeforeEach
  void threeFaces() throws IOException {
    tree =
        Tree.in(temp)
            .touch(ALL.toArray(String[]::new))
            .touch(MASKS + "/0/00000_skin.png", MASKS + "/0/00000_l_eye.png")
            .touch(MASKS + "/0/00000_mouth.png", MASKS + "/0/00000_u_lip.png")
            .touch(MASKS + "/0/00000_eye_g.png", MASKS + "/0/.DS_Store", MASKS + "/0/00007_hat.png")
            .touch(MASKS + "/1/02001_skin.png", MASKS + "/1/02001_l_eye.png")
            .touch(MASKS + "/1/02001_r_eye.png", MASKS + "/1/02001_hair.png")
            .write(
                ATTRIBUTES,
                """
                3
                Blond_Hair Male\u0020
                0.jpg  -1  1
                2001.jpg   1 -1
                12.jpg   1  1
                """)
            .write(
                MAPPING,
                """
                idx         orig_idx    orig_file
                0           119613      119614.jpg
                1           99094       099095.jpg
                12          167419      167420.jpg
                2001        200121      200122.jpg
                """)
            .write(
                PARTITION,
                "099095.jpg 0\n119614.jpg 0\n162999.jpg 1\n167420.jpg 1\n200122.jpg 2\n");
  }

  @Test
  void facesHaveAttributesTheSplitOfTheirOriginalAndSkinAsMask() {
    DataSet set = tree.open();
    assertThat(set.layout()).isEqualTo("celebamask-hq");
    assertThat(set.samples())
        .containsExactly(
            face(0, "not Blond_Hair", "yes", MASKS + "/0/00000_skin.png", "train"),
            face(2001, "Blond_Hair", "no", MASKS + "/1/02001_skin.png", "test"),
            face(12, "Blond_Hair", "yes", null, "val"));
    assertThat(set.samples().scaledMasks()).isTrue();
  }

  @Test
  void partsAndTheGroupsOfThemHaveTheFilesThatThereAre() {
    DataSet set = tree.open();
    assertThat(set.samples().parts(0))
        .isEqualTo(
            Map.of(
                "skin", masks("0/00000_skin"),
                "eyeglasses", masks("0/00000_eye_g"),
                "eyes", masks("0/00000_l_eye"),
                "l_eye", masks("0/00000_l_eye"),
                "mouth", masks("0/00000_mouth", "0/00000_u_lip"),
                "mouth_inside", masks("0/00000_mouth"),
                "u_lip", masks("0/00000_u_lip")));
    assertThat(set.samples().parts(1))
        .containsEntry("eyes", masks("1/02001_l_eye", "1/02001_r_eye"))
        .containsEntry("hair", masks("1/02001_hair"))
        .doesNotContainKeys("mouth", "eyeglasses", "hat");
    assertThat(set.samples().parts(2)).isEmpty();
  }

  @Test
  void anotherPartMayStandAsMask() {
    DataSet eyes = tree.open().as(new Task(null, null, "l_eye"));
    assertThat(eyes.samples().get(0).mask()).isEqualTo(mask("0/00000_l_eye"));
    DataSet hair =
        tree.open()
            .only(new Subset("test", Map.of(), false, null, 0))
            .as(new Task("Male", List.of("Blond_Hair"), "hair"));
    assertThat(hair.samples())
        .containsExactly(
            new Sample(
                "CelebA-HQ-img/2001.jpg",
                tree.root().resolve("CelebA-HQ-img/2001.jpg"),
                "not Male",
                Map.of("Blond_Hair", "yes"),
                mask("1/02001_hair"),
                List.of(),
                "test"));
    assertThat(tree.open().as(new Task(null, null, "hair")).samples().get(0).mask()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "eyes  | the region eyes is in 2 files, and a mask is one; choose one of skin, nose,",
        "mouth | the region mouth is in 3 files, and a mask is one; choose one of skin, nose,",
        "chin  | there is no region \"chin\"; there are skin, nose, hair, hat, neck, cloth, eyeg"
      })
  void aRegionThatIsNoMaskIsToldWithThoseThatAre(String region, String what) {
    assertThatThrownBy(() -> tree.open().as(new Task(null, null, region)))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(tree.root() + ": " + what)
        .hasMessageContaining("mouth_inside");
  }

  @ParameterizedTest
  @ValueSource(strings = {MAPPING, PARTITION})
  void thereAreNoSplitsWithoutMappingAndPartition(String missing) throws IOException {
    DataSet set = tree.delete(missing).open();
    assertThat(set.samples()).hasSize(3).allMatch(sample -> sample.split() == null);
  }

  @Test
  void aMappingWithoutHeaderIsReadToo() throws IOException {
    DataSet set = tree.replace(MAPPING, "idx         orig_idx    orig_file\n", "").open();
    assertThat(set.samples()).extracting(Sample::split).containsExactly("train", "test", "val");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.jpg   1     | 1 values for 2 attributes",
        "12.jpg   1  2  | an attribute is -1 or 1, not \"2\"",
        "013.jpg  1  1  | a picture is named by its number, as 0.jpg, not \"013.jpg\"",
        "13.jpg   1  1  | the picture 13.jpg does not exist",
        "0.jpg    1  1  | the picture 0.jpg is listed in line 3 already"
      })
  void aBadRowIsNamed(String row, String what) throws IOException {
    tree.replace(ATTRIBUTES, "12.jpg   1  1", row);
    tree.hasFault(ATTRIBUTES, 5, what, ALL.subList(0, 2));
  }

  @Test
  void aPictureWithoutMappingIsNamed() throws IOException {
    tree.replace(MAPPING, "12          167419      167420.jpg\n", "");
    tree.hasFault(
        ATTRIBUTES,
        5,
        "12.jpg is not in " + MAPPING + ", or its split not in " + PARTITION,
        ALL.subList(0, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1           99094                  | expected idx, orig_idx and orig_file",
        "1           99094       099096.jpg | 099096.jpg is not in " + PARTITION,
        "0           99094       099095.jpg | the picture 0 is mapped twice"
      })
  void aBadRowOfTheMappingIsNamed(String row, String what) throws IOException {
    tree.replace(MAPPING, "1           99094       099095.jpg", row);
    tree.hasFault(MAPPING, 3, what, ALL);
  }

  @Test
  void missingMasksAreNamedByDirectory() throws IOException {
    for (String name : List.of("skin", "l_eye", "r_eye", "hair")) {
      tree.delete(MASKS + "/1/02001_" + name + ".png");
    }
    tree.delete(MASKS + "/1");
    tree.hasFault(MASKS + "/1", 0, "is missing, so pictures 2000 to 3999 have no masks", ALL);
    Files.move(tree.root().resolve(MASKS), tree.root().resolve("elsewhere"));
    tree.hasFault(MASKS, 0, "is missing, so no picture has a mask", ALL);
    assertThat(tree.openLeniently().samples().get(0).mask()).isNull();
  }

  @Test
  void withoutPicturesThereIsNothing() throws IOException {
    Files.move(tree.root().resolve("CelebA-HQ-img"), tree.root().resolve("elsewhere"));
    tree.cannotBeRead("ROOT has no CelebA-HQ-img; the pictures belong there");
  }

  @Test
  void theMasksOfADrawnFaceAreItsParts() throws Exception {
    Path drawn = temp.resolve("drawn");
    Examples.write(Layout.CELEBAMASK_HQ, drawn, 40, 1);
    DataSet set = DataSets.open("set", drawn, null);
    for (int i = 0; i < set.samples().size(); i++) {
      Sample face = set.samples().get(i);
      Map<String, List<Path>> parts = set.samples().parts(i);
      assertThat(parts).containsKeys("skin", "eyes", "eyebrows", "nose", "mouth", "cloth");
      assertThat(parts.containsKey("hair")).isEqualTo(!has(set, i, "Bald"));
      assertThat(parts.containsKey("eyeglasses")).isEqualTo(has(set, i, "Eyeglasses"));
      assertThat(parts.containsKey("hat")).isEqualTo(has(set, i, "Wearing_Hat"));
      assertThat(parts.containsKey("mouth_inside")).isEqualTo(has(set, i, "Mouth_Slightly_Open"));
      assertThat(parts.containsKey("necklace")).isEqualTo(has(set, i, "Wearing_Necklace"));
      RgbImage picture = Pictures.decode(Files.readAllBytes(face.image()));
      float[] sum = new float[0];
      for (String part : List.of("skin", "nose", "l_eye", "r_eye", "u_lip", "l_lip")) {
        Mask mask = Pictures.decodeMask(Files.readAllBytes(parts.get(part).get(0)));
        assertThat(mask.height() * 2).isEqualTo(picture.height());
        sum = sum.length == 0 ? new float[mask.plane().length] : sum;
        for (int k = 0; k < sum.length; k++) {
          sum[k] += mask.plane()[k];
        }
      }
      for (float value : sum) {
        assertThat(value).as("parts do not overlap").isLessThanOrEqualTo(1);
      }
    }
    assertThat(set.faults()).extracting(Fault::sentence).isEmpty();
  }

  private static boolean has(DataSet set, int row, String attribute) {
    return "yes".equals(set.samples().attribute(attribute).orElseThrow().value(row));
  }

  private Sample face(int number, String label, String male, String mask, String split) {
    String id = "CelebA-HQ-img/" + number + ".jpg";
    return new Sample(
        id,
        tree.root().resolve(id),
        label,
        Map.of("Male", male),
        mask == null ? null : tree.root().resolve(mask),
        List.of(),
        split);
  }

  private Path mask(String name) {
    return tree.root().resolve(MASKS).resolve(name + ".png");
  }

  private List<Path> masks(String... names) {
    return List.of(names).stream().map(this::mask).toList();
  }
}

package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.example.Examples;
import dev.telltale.image.Box;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraTrapsTest {
  private static final String CATEGORIES =
      "\"categories\": [{\"id\": 30, \"name\": \"empty\"}, {\"id\": 3, \"name\": \"raccoon\"},"
          + " {\"id\": 9, \"name\": \"coyote\"}]";
  private static final String WHOLE = "caltech_images_20210113.json";

  @TempDir Path temp;
  private MadeTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = MadeTree.in(temp);
  }

  @Test
  void theExampleIsReadAsCct20() {
    Examples.write(Layout.CAMERA_TRAPS, temp.resolve("drawn"), 50, 2);
    DataSet set = DataSets.open("set", temp.resolve("drawn"), null);
    assertThat(set.layout()).isEqualTo("camera-traps");
    assertThat(set.classes()).containsExactly("coyote", "deer", "empty", "opossum", "raccoon");
    assertThat(set.samples().attribute("location").get().values())
        .containsExactly("38", "43", "46", "100");
    assertThat(set.samples().attribute("hour").get().values()).hasSize(24).startsWith("0", "1");
    assertThat(set.samples().split().get().values()).containsExactly("train", "val", "test");
    for (String part : List.of("cis train", "cis val", "cis test", "trans val", "trans test")) {
      assertThat(set.samples())
          .filteredOn(s -> part.equals(s.groups().get("domain") + " " + s.split()))
          .as(part)
          .hasSize(10);
    }
    assertThat(set.samples())
        .allMatch(sample -> sample.boxes().isEmpty() == "empty".equals(sample.label()));
    assertThat(set.samples()).filteredOn(s -> "empty".equals(s.label())).hasSize(10);
  }

  @Test
  void boxesAreSharesOfTheAnnotatedSize() throws IOException {
    whole(
        image("a", 200, 100),
        note("a", 3, "[50, 25, 100, 50]") + "," + note("a", 3, "[0, 0, 20, 10]"));
    Sample sample = tree.open().samples().get(0);
    assertThat(sample.label()).isEqualTo("raccoon");
    assertThat(sample.boxes()).containsExactly(new Box(.25, .25, .5, .5), new Box(0, 0, .1, .1));
  }

  @Test
  void aBoxRoundedOverTheEdgeIsCutOff() throws IOException {
    whole(image("a", 200, 100), note("a", 3, "[-0.5, 40, 100, 61]"));
    Box box = tree.open().samples().get(0).boxes().get(0);
    assertThat(box.left()).isZero();
    assertThat(box.width()).isCloseTo(99.5 / 200, within(1e-9));
    assertThat(box.top() + box.height()).isEqualTo(1, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "3 3, raccoon",
    "30, empty",
    "30 3, raccoon",
    "3 30, raccoon",
    "3 9,",
    "30 30, empty",
    "'',",
    "9 3 30,"
  })
  void aPictureHasTheLabelOnWhichAllAgree(String categories, String label) throws IOException {
    StringBuilder notes = new StringBuilder();
    for (String category : categories.isEmpty() ? new String[0] : categories.split(" ")) {
      notes.append(notes.isEmpty() ? "" : ",");
      notes.append(note("a", Integer.parseInt(category), null));
    }
    // Another with a label, since a column needs a value.
    whole(
        image("a", 200, 100) + "," + image("b", 200, 100),
        note("b", 9, null) + (notes.isEmpty() ? "" : "," + notes));
    assertThat(tree.open().samples().get(0).label()).isEqualTo(label);
    assertThat(tree.open().samples().get(1).label()).isEqualTo("coyote");
  }

  @Test
  void theListsMayComeInAnyOrder() throws IOException {
    tree.touch("cct_images/a.jpg");
    tree.write(
        WHOLE,
        "{\"annotations\": [%s], %s, \"info\": {\"x\": [1, {}]}, \"images\": [%s]}"
            .formatted(note("a", 3, "[0, 0, 20, 10]"), CATEGORIES, image("a", 20, 10)));
    Sample sample = tree.open().samples().get(0);
    assertThat(sample.label()).isEqualTo("raccoon");
    assertThat(sample.boxes()).containsExactly(new Box(0, 0, 1, 1));
    assertThat(sample.id()).isEqualTo("cct_images/a.jpg");
  }

  @Test
  void theWholeSetHasItsBoxesAndSplitsInFilesOfTheirOwn() throws IOException {
    tree.touch("cct_images/a.jpg", "cct_images/b.jpg");
    tree.write(
        WHOLE,
        file(
            "{\"id\": \"a\", \"file_name\": \"a.jpg\", \"width\": 20, \"height\": 10,"
                + " \"location\": 12, \"date_captured\": \"2012-05-01 04:30:00\"},"
                + "{\"id\": \"b\", \"file_name\": \"b.jpg\", \"width\": 20, \"height\": 10,"
                + " \"location\": \"7\", \"date_captured\": \"11 11\"}",
            note("a", 3, null) + "," + note("b", 30, null)));
    tree.write(
        "caltech_bboxes_20200316.json", file(image("a", 20, 10), note("a", 3, "[0, 0, 10, 10]")));
    tree.write(
        "CaltechCameraTrapsSplits_v0.json", "{\"splits\": {\"train\": [12], \"val\": [\"7\"]}}");
    DataSet set = tree.open();
    assertThat(set.samples()).extracting(Sample::split).containsExactly("train", "val");
    assertThat(set.samples()).extracting(Sample::label).containsExactly("raccoon", "empty");
    assertThat(set.samples().get(0).boxes()).containsExactly(new Box(0, 0, .5, 1));
    assertThat(set.samples().get(1).boxes()).isEmpty();
    assertThat(set.samples()).extracting(Sample::groups).containsOnly(Map.of());
    assertThat(set.samples().attribute("hour").get().value(0)).isEqualTo("4");
    assertThat(set.samples().attribute("hour").get().value(1)).isNull();
    assertThat(set.samples().attribute("domain")).isEmpty();
    tree.write(
        "CaltechCameraTrapsSplits_v0.json", "{\"splits\": {\"train\": [12], \"val\": [12]}}");
    assertThat(tree.faults())
        .containsExactly(
            "ROOT/CaltechCameraTrapsSplits_v0.json: the location 12 is in train and in val",
            "ROOT/CaltechCameraTrapsSplits_v0.json: no split for the location 7");
    tree.write("CaltechCameraTrapsSplits_v0.json", "[]");
    tree.refused(
        "ROOT/CaltechCameraTrapsSplits_v0.json has no object \"splits\" of lists of locations");
  }

  @Test
  void oneFileOfTheFormatIsReadWhereTheLayoutIsSaid() throws IOException {
    tree.touch("images/a.jpg");
    tree.write("my_traps.json", file(image("a", 20, 10), note("a", 3, null)));
    DataSet set = DataSets.open("set", tree.root(), Layout.CAMERA_TRAPS);
    assertThat(set.samples().get(0).id()).isEqualTo("images/a.jpg");
    tree.write("others.json", "{}");
    assertThatThrownBy(() -> DataSets.open("set", tree.root(), Layout.CAMERA_TRAPS))
        .hasMessage(
            tree.root()
                + " has 2 .json files; expected those of CCT-20 (such as train_annotations.json),"
                + " caltech_images_*.json, or one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'id': 'b'} | | an image without \"id\" or \"file_name\"",
        "{'id': 'b', 'file_name': 'no.jpg'} | | the picture cct_images/no.jpg does not exist",
        "{'id': 'b', 'file_name': '../../x'} | | the picture \"cct_images/../../x\" lies outside the data set",
        "{'id': 'b', 'file_name': 'a.jpg'} | | the picture cct_images/a.jpg is listed already",
        "{'id': 'a', 'file_name': 'b.jpg'} | | the image \"a\" is listed already",
        " | {'image_id': 'a'} | an annotation without \"image_id\" or \"category_id\"",
        " | {'image_id': 'z', 'category_id': 3} | an annotation of the image \"z\", which is not listed",
        " | {'image_id': 'a', 'category_id': 77} | image \"cct_images/a.jpg\": no category has the id 77",
        " | {'image_id': 'a', 'category_id': 3, 'bbox': [1, 2, 3]} | image \"a\": a box has four numbers, not 3",
        " | {'image_id': 'a', 'category_id': 3, 'bbox': [1, 2, 'x', 4]} | image \"cct_images/a.jpg\": the box 1 2 NaN 4 (left, top, width, height) is not inside its picture of 200 × 100 pixels",
        " | {'image_id': 'a', 'category_id': 3, 'bbox': [150, 20, 52, 20]} | image \"cct_images/a.jpg\": the box 150 20 52 20 (left, top, width, height) is not inside its picture of 200 × 100 pixels",
        " | {'image_id': 'a', 'category_id': 3, 'bbox': [150, 20, 0, 20]} | image \"cct_images/a.jpg\": the box 150 20 0 20 (left, top, width, height) is not inside its picture of 200 × 100 pixels",
        "null | | an entry of \"images\" is no object",
        " | [1, {}] | an entry of \"annotations\" is no object",
        " | {'image_id': 'c', 'category_id': 3, 'bbox': [0, 0, 1, 1]} | image \"cct_images/c.jpg\": a box, but no \"width\" and \"height\" of the image",
      })
  void everyFaultIsNamedByItsLineAndPassedOver(String image, String note, String what)
      throws IOException {
    String bare = "{\"id\": \"c\", \"file_name\": \"c.jpg\"}";
    tree.touch("cct_images/c.jpg");
    whole(
        image("a", 200, 100) + "," + bare + (image == null ? "" : ",\n" + image.replace('\'', '"')),
        note("a", 3, null) + (note == null ? "" : ",\n" + note.replace('\'', '"')));
    String fault = "ROOT/" + WHOLE + ", line 2: " + what;
    tree.refused(fault);
    assertThat(tree.faults()).containsExactly(fault);
    DataSet read = tree.openLeniently();
    assertThat(read.samples()).hasSize(2);
    assertThat(read.samples().get(0).label()).isEqualTo("raccoon");
    assertThat(read.samples()).extracting(Sample::boxes).containsOnly(List.of());
  }

  @Test
  void anAnnotationOfAPictureThatIsPassedOverIsNoFurtherFault() throws IOException {
    whole(
        image("a", 200, 100) + ",{\"id\": \"b\", \"file_name\": \"no.jpg\"}",
        note("a", 3, null) + "," + note("b", 3, null));
    assertThat(tree.faults()).hasSize(1);
  }

  @Test
  void aCategoryOfTwoNamesIsAFault() throws IOException {
    tree.touch("cct_images/a.jpg");
    tree.write(
        WHOLE,
        "{\"images\": [%s], \"annotations\": [%s],\n\"categories\": [{\"id\": 3, \"name\": \"raccoon\"},\n{\"id\": 3, \"name\": \"dog\"}, {\"id\": 4}]}"
            .formatted(image("a", 20, 10), note("a", 3, null)));
    assertThat(tree.faults())
        .containsExactly(
            "ROOT/" + WHOLE + ", line 3: category 3 is called \"dog\", and \"raccoon\" elsewhere",
            "ROOT/" + WHOLE + ", line 3: a category without \"id\" or \"name\"");
    assertThat(tree.openLeniently().classes()).containsExactly("raccoon");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | , line 1: expected an object with \"images\"",
        "{\"images\": [], \"annotations\": []} | ' has no list \"categories\"'",
        "{\"images\": [{\"id\": | , line 1: not JSON, or not all of it"
      })
  void whatIsNoSuchFileIsRefusedEitherWay(String text, String message) throws IOException {
    tree.write(WHOLE, text);
    tree.refused("ROOT/" + WHOLE + message);
    assertThatThrownBy(tree::openLeniently).isInstanceOf(DataSetException.class);
  }

  @Test
  void noPicturesAreRefused() throws IOException {
    tree.write(WHOLE, file("", ""));
    tree.refused("ROOT lists no pictures");
  }

  private void whole(String images, String annotations) throws IOException {
    tree.touch("cct_images/a.jpg", "cct_images/b.jpg").write(WHOLE, file(images, annotations));
  }

  /** On one line, as the published files are. */
  private static String file(String images, String annotations) {
    return "{\"images\": [%s], \"annotations\": [%s], %s}"
        .formatted(images, annotations, CATEGORIES);
  }

  private static String image(String id, int width, int height) {
    return "{\"id\": \"%s\", \"file_name\": \"%s.jpg\", \"width\": %d, \"height\": %d}"
        .formatted(id, id, width, height);
  }

  private static String note(String image, int category, String box) {
    return "{\"id\": \"x\", \"image_id\": \"%s\", \"category_id\": %d%s}"
        .formatted(image, category, box == null ? "" : ", \"bbox\": " + box);
  }
}

package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.example.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CelebaTest {
  private static final String ATTRIBUTES = "list_attr_celeba.txt";
  private static final String PARTITION = "list_eval_partition.txt";
  private static final String IDENTITY = "identity_CelebA.txt";
  private static final List<String> ALL = ids("img_align_celeba/", 1, 2, 3, 4);

  @TempDir Path temp;
  private Tree tree;

  /** Four pictures as the authors write them, with runs of blanks and a blank at the line's end. */
  @BeforeEach
  void fourFaces() throws IOException {
    tree =
        Tree.in(temp)
            .touch(ALL.toArray(String[]::new))
            .write(
                ATTRIBUTES,
                """
                4
                Blond_Hair Male Smiling\u0020
                000001.jpg -1  1  1
                000002.jpg  1 -1  1
                000003.jpg  1  1 -1
                000004.jpg -1 -1 -1
                """)
            .write(PARTITION, "000001.jpg 0\n000002.jpg 0\n000003.jpg 1\n000004.jpg 2\n")
            .write(IDENTITY, "000001.jpg 2880\n000002.jpg 99\n000003.jpg 2880\n000004.jpg 100\n");
  }

  @Test
  void facesHaveAttributesSplitsAndIdentities() {
    DataSet set = tree.open();
    assertThat(set.layout()).isEqualTo("celeba");
    assertThat(set.classes()).containsExactly("not Blond_Hair", "Blond_Hair");
    assertThat(set.samples())
        .containsExactly(
            face("img_align_celeba/000001.jpg", "not Blond_Hair", "yes", "train"),
            face("img_align_celeba/000002.jpg", "Blond_Hair", "no", "train"),
            face("img_align_celeba/000003.jpg", "Blond_Hair", "yes", "val"),
            face("img_align_celeba/000004.jpg", "not Blond_Hair", "no", "test"));
    assertThat(set.samples().attributes())
        .extracting(Column::name)
        .containsExactly("Blond_Hair", "Male", "Smiling", "identity");
    assertThat(values(set, "Smiling")).containsExactly("yes", "yes", "no", "no");
    assertThat(values(set, "identity")).containsExactly("2880", "99", "2880", "100");
    assertThat(set.samples().attribute("identity").orElseThrow().values())
        .containsExactly("99", "100", "2880");
  }

  @Test
  void anyAttributeMayBeToldByAnyOther() {
    DataSet set = tree.open().as(new Task("Smiling", List.of("Male", "Blond_Hair")));
    assertThat(set.samples().get(2).label()).isEqualTo("not Smiling");
    assertThat(set.samples().get(2).groups()).isEqualTo(Map.of("Male", "yes", "Blond_Hair", "yes"));
  }

  @ParameterizedTest
  @CsvSource({
    "celeba, celeba, celeba, celeba/img_align_celeba",
    "data, data, data, data/img_align_celeba",
    "Anno, Eval, Anno, Img/img_align_celeba",
    "., ., ., img_align_celeba/img_align_celeba"
  })
  void filesLieWhereTheAuthorsOrTorchvisionOrKagglePutThem(
      String attributes, String partition, String identity, String pictures) throws IOException {
    Tree moved = Tree.in(Files.createDirectory(temp.resolve("moved")));
    Map<String, String> places =
        Map.of(ATTRIBUTES, attributes, PARTITION, partition, IDENTITY, identity);
    for (Map.Entry<String, String> file : places.entrySet()) {
      moved.write(
          file.getValue() + "/" + file.getKey(),
          Files.readString(tree.root().resolve(file.getKey())));
    }
    moved.touch(ids(pictures + "/", 1, 2, 3, 4).toArray(String[]::new));
    DataSet set = moved.open();
    assertThat(set.layout()).isEqualTo("celeba");
    assertThat(set.samples())
        .extracting(Sample::id)
        .containsExactlyElementsOf(ids(pictures + "/", 1, 2, 3, 4));
    assertThat(set.samples()).extracting(Sample::split).endsWith("val", "test");
    assertThat(values(set, "identity")).contains("99");
    assertThat(set.samples().get(0).image()).exists();
  }

  @Test
  void commasAndWindowsLineEndsAreReadAsKaggleWritesThem() throws IOException {
    DataSet plain = tree.open();
    tree.delete(ATTRIBUTES).delete(PARTITION).delete(IDENTITY);
    tree.write(
        "list_attr_celeba.csv",
        "\uFEFFimage_id,Blond_Hair,Male,Smiling\r\n000001.jpg,-1,1,1\r\n000002.jpg,1,-1,1\r\n"
            + "000003.jpg,1,1,-1\r\n000004.jpg,-1,-1,-1");
    tree.write(
        "list_eval_partition.csv",
        "image_id,partition\n000001.jpg,0\n000002.jpg,0\n000003.jpg,1\n000004.jpg,2\n");
    DataSet commas = tree.open();
    assertThat(commas.samples()).isEqualTo(plain.samples());
    assertThat(commas.samples().attribute("identity")).isEmpty();
  }

  @Test
  void partitionAndIdentitiesMayBeMissing() throws IOException {
    DataSet set = tree.delete(PARTITION).delete(IDENTITY).open();
    assertThat(set.samples()).hasSize(4).allMatch(sample -> sample.split() == null);
    assertThat(set.samples().split()).isEmpty();
  }

  @Test
  void withoutTheCustomaryAttributesThereIsNoLabelUntilOneIsChosen() throws IOException {
    tree.replace(ATTRIBUTES, "Blond_Hair Male", "Young Bald");
    DataSet set = tree.open();
    assertThat(set.classes()).isEmpty();
    assertThat(set.samples().groups()).isEmpty();
    assertThat(set.as(new Task("Bald", null)).classes()).containsExactly("not Bald", "Bald");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "000002.jpg  1 -1    | 2 values for 3 attributes",
        "000002.jpg  1 -1 1 1| 4 values for 3 attributes",
        "000002.jpg  1  0  1 | an attribute is -1 or 1, not \"0\"",
        "000002.jpg  1 -1 -12| an attribute is -1 or 1, not \"-12\"",
        "000001.jpg  1 -1  1 | the picture 000001.jpg is listed in line 3 already"
      })
  void aBadRowIsNamed(String row, String what) throws IOException {
    tree.delete(PARTITION).delete(IDENTITY).replace(ATTRIBUTES, "000002.jpg  1 -1  1", row);
    tree.hasFault(ATTRIBUTES, 4, what, without(2));
  }

  @Test
  void aMissingPictureIsNamed() throws IOException {
    tree.delete("img_align_celeba/000003.jpg");
    tree.hasFault(ATTRIBUTES, 5, "the picture 000003.jpg does not exist", without(3));
  }

  @Test
  void aPictureOutsideItsDirectoryIsNoPicture() throws IOException {
    tree.delete(PARTITION).delete(IDENTITY).touch("000002.jpg");
    tree.replace(ATTRIBUTES, "000002.jpg", "../000002.jpg");
    tree.hasFault(ATTRIBUTES, 4, "the picture ../000002.jpg does not exist", without(2));
    String absolute = tree.root().resolve("000002.jpg").toString();
    tree.replace(ATTRIBUTES, "../000002.jpg", absolute);
    tree.hasFault(ATTRIBUTES, 4, "the picture " + absolute + " does not exist", without(2));
  }

  @Test
  void anotherNumberOfPicturesThanDeclaredIsNamed() throws IOException {
    tree.replace(ATTRIBUTES, "4\nB", "5\nB");
    tree.hasFault(ATTRIBUTES, 1, "says that there are 5 pictures, and 4 follow", ALL);
  }

  @ParameterizedTest
  @CsvSource({PARTITION + ", 0", IDENTITY + ", 99"})
  void aPictureThatOnlyTheAttributesListIsNamed(String file, String value) throws IOException {
    tree.replace(file, "000002.jpg " + value + "\n", "");
    tree.hasFault(ATTRIBUTES, 4, "000002.jpg is not in " + file, without(2));
  }

  @ParameterizedTest
  @CsvSource({PARTITION + ", 1", IDENTITY + ", 2880"})
  void aPictureThatTheAttributesDoNotListIsNamed(String file, String value) throws IOException {
    tree.replace(file, "000003.jpg", "000009.jpg " + value + "\n000003.jpg");
    tree.hasFault(file, 3, "000009.jpg is not in " + ATTRIBUTES, ALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        PARTITION + " | 000004.jpg 2   | 000004.jpg 3     | a partition is 0, 1 or 2, not \"3\"",
        PARTITION + " | 000004.jpg 2   | 000004.jpg       | expected a picture and a number",
        IDENTITY + "  | 000004.jpg 100 | 000004.jpg Ada   | an identity is a number, not \"Ada\""
      })
  void aBadValueIsNamedAndItsPicturePassedOver(String file, String row, String bad, String what)
      throws IOException {
    tree.replace(file, row, bad);
    assertThatThrownBy(tree::open).hasMessage(tree.root().resolve(file) + ", line 4: " + what);
    DataSet lenient = tree.openLeniently();
    assertThat(lenient.faults())
        .extracting(fault -> fault.sentence())
        .containsExactly(
            tree.root().resolve(file) + ", line 4: " + what,
            tree.root().resolve(ATTRIBUTES) + ", line 6: 000004.jpg is not in " + file);
    assertThat(lenient.samples()).extracting(Sample::id).containsExactlyElementsOf(without(4));
  }

  @Test
  void aPictureWithTwoPartitionsHasTheFirst() throws IOException {
    tree.replace(PARTITION, "000004.jpg 2", "000004.jpg 2\n000001.jpg 2");
    tree.hasFault(PARTITION, 5, "the picture 000001.jpg is listed in line 1 already", ALL);
    assertThat(tree.openLeniently().samples().get(0).split()).isEqualTo("train");
  }

  static Stream<List<String>> headers() {
    return Stream.of(
        List.of("", "ROOT/F is empty"),
        List.of("4\n", "ROOT/F has no line with the names of the attributes"),
        List.of("Male Smiling\n", "ROOT/F, line 1: expected the number of pictures alone"),
        List.of(
            "1\n000001.jpg 1 -1\n",
            "ROOT/F, line 2: expected the names of the attributes, not \"1\""),
        List.of("1\nMale Male\n", "ROOT/F, line 2: the attribute Male is named twice"),
        List.of("0\nMale\n", "ROOT/F lists no pictures"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aFileThatIsNoneIsRefused(List<String> textAndMessage) throws IOException {
    tree.write(ATTRIBUTES, textAndMessage.get(0));
    tree.cannotBeRead(textAndMessage.get(1).replace("/F", "/" + ATTRIBUTES));
  }

  @Test
  void aTableWithCommasNeedsItsHeader() throws IOException {
    tree.delete(PARTITION).write("list_eval_partition.csv", "000001.jpg,0\n000002.jpg,0\n");
    tree.cannotBeRead("ROOT/list_eval_partition.csv, line 1: the first column must be image_id");
    tree.delete(ATTRIBUTES).write("list_attr_celeba.csv", "name,Male\n000001.jpg,1\n");
    tree.delete("list_eval_partition.csv");
    tree.cannotBeRead(
        "ROOT/list_attr_celeba.csv, line 1: the first column must be image_id, not \"name\"");
  }

  @Test
  void withoutPicturesThereIsNothing() throws IOException {
    for (String id : ALL) {
      tree.delete(id);
    }
    assertThatThrownBy(tree::openLeniently)
        .isInstanceOf(DataSetException.class)
        .hasMessage(tree.root().resolve(ATTRIBUTES) + ": no row of it can be read");
    tree.delete("img_align_celeba");
    tree.cannotBeRead("ROOT has no img_align_celeba; the pictures belong there");
  }

  @Test
  void withoutAttributesItIsNotRecognised() throws IOException {
    tree.delete(ATTRIBUTES);
    assertThat(DataSets.open("set", tree.root(), null).layout()).isEqualTo("imagefolder");
    assertThatThrownBy(() -> DataSets.open("set", tree.root(), Layout.CELEBA))
        .hasMessage(
            tree.root()
                + " has no list_attr_celeba.txt; it lists the pictures and their attributes");
  }

  @Test
  void aDrawnCelebaTellsWhatIsDrawn() {
    Path drawn = temp.resolve("drawn");
    Examples.write(Layout.CELEBA, drawn, 60, 1);
    DataSet set = DataSets.open("set", drawn, null);
    assertThat(set.samples().attributes()).hasSize(41);
    assertThat(set.samples().get(59).id()).isEqualTo("img_align_celeba/000060.jpg");
    Map<String, Integer> cells = new HashMap<>();
    set.samples().forEach(s -> cells.merge(s.label() + s.groups(), 1, Integer::sum));
    assertThat(cells).hasSize(4);
    assertThat(set.samples().split().orElseThrow().values())
        .containsExactly("train", "val", "test");
    assertThat(set.samples()).filteredOn(s -> "test".equals(s.split())).hasSize(6);
  }

  private Sample face(String id, String label, String male, String split) {
    return new Sample(
        id, tree.root().resolve(id), label, Map.of("Male", male), null, List.of(), split);
  }

  private static List<String> values(DataSet set, String attribute) {
    Column column = set.samples().attribute(attribute).orElseThrow();
    return IntStream.range(0, column.size()).mapToObj(column::value).toList();
  }

  private static List<String> without(int number) {
    return ALL.stream().filter(id -> !id.endsWith(number + ".jpg")).toList();
  }

  private static List<String> ids(String prefix, int... numbers) {
    return IntStream.of(numbers).mapToObj("%s%%06d.jpg".formatted(prefix)::formatted).toList();
  }
}

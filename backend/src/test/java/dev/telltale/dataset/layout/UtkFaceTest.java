package dev.telltale.dataset.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Fault;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.example.Examples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UtkFaceTest {
  private static final String WOMAN = "26_1_2_20170116174525125.jpg.chip.jpg";
  private static final String MAN = "116_0_0_20170120134921760.jpg";
  private static final String CHILD = "9_1_4_20161219140623097.jpg";
  private static final String RULE =
      "a name is age_gender_race_date.jpg; a field is missing or no number";

  @TempDir Path temp;
  private Tree tree;

  @BeforeEach
  void root() throws IOException {
    tree = Tree.in(temp);
  }

  @Test
  void namesTellAgeGenderAndRace() throws IOException {
    DataSet set = tree.touch(WOMAN, MAN, CHILD, "notes.txt").open();
    assertThat(set.layout()).isEqualTo("utkface");
    assertThat(set.samples())
        .containsExactly(
            face(MAN, "male", "White"),
            face(WOMAN, "female", "Asian"),
            face(CHILD, "female", "Others"));
    assertThat(set.samples().attributes())
        .extracting(Column::name)
        .containsExactly("age", "gender", "race");
    assertThat(set.samples().attribute("age").orElseThrow().values())
        .containsExactly("9", "26", "116");
    assertThat(set.classes()).containsExactly("male", "female");
    assertThat(set.faults()).isEmpty();
  }

  @Test
  void ageIsToldInTwoClasses() throws IOException {
    DataSet old =
        tree.touch(WOMAN, MAN, CHILD).open().as(new Task("age>=40", List.of("gender", "race")));
    assertThat(old.classes()).containsExactly("age<40", "age>=40");
    assertThat(old.samples())
        .extracting(Sample::label)
        .containsExactly("age>=40", "age<40", "age<40");
    assertThat(old.samples().get(0).groups()).isEqualTo(Map.of("gender", "male", "race", "White"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTKFace", "crop_part1", "part3"})
  void picturesMayLieOneLevelBelow(String directory) throws IOException {
    DataSet set = tree.touch(directory + "/" + WOMAN, directory + "/" + MAN).open();
    assertThat(set.layout()).isEqualTo("utkface");
    assertThat(set.samples())
        .extracting(Sample::id)
        .containsExactly(directory + "/" + MAN, directory + "/" + WOMAN);
  }

  @Test
  void theOddNamesOfTheRealOneAreReadWhereTheyTellAll() throws IOException {
    String blank = "24_0_1_20170116220224657 .jpg.chip.jpg";
    String noDot = "55_0_0_20170116232725357jpg.chip.jpg";
    DataSet set = tree.touch(blank, noDot).open();
    assertThat(set.samples())
        .containsExactly(face(blank, "male", "Black"), face(noDot, "male", "White"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "61_1_20170109142408075.jpg.chip.jpg | " + RULE,
        "53__0_20170116184028385.jpg         | " + RULE,
        "face.jpg                            | " + RULE,
        "61_3_1_20170109150557335.jpg        | a gender is 0 to 1, not 3",
        "61_1_5_20170109150557335.jpg        | a race is 0 to 4, not 5",
        "117_1_2_20170109150557335.jpg       | an age is 0 to 116, not 117"
      })
  void aMalformedNameIsListedAndPassedOverInEveryReading(String name, String what)
      throws IOException {
    tree.touch("part1/" + name, "part1/" + WOMAN);
    for (boolean lenient : new boolean[] {false, true}) {
      DataSet set = DataSets.open("set", tree.root(), Layout.UTKFACE, lenient);
      assertThat(set.samples()).extracting(Sample::id).containsExactly("part1/" + WOMAN);
      assertThat(set.faults())
          .containsExactly(new Fault(tree.root().resolve("part1/" + name), 0, what));
    }
  }

  @Test
  void aFewMalformedNamesDoNotHideWhatItIs() throws IOException {
    for (int age = 1; age <= 9; age++) {
      tree.touch(age + "_1_0_20170109150557335.jpg");
    }
    DataSet set = tree.touch("61_1_20170109142408075.jpg.chip.jpg").open();
    assertThat(set.layout()).isEqualTo("utkface");
    assertThat(set.samples()).hasSize(9);
    assertThat(set.faults()).hasSize(1);
  }

  @Test
  void otherPicturesAreNotTakenForIt() throws IOException {
    tree.touch("ants/" + WOMAN, "ants/" + MAN, "bees/1.jpg");
    assertThat(tree.open().layout()).isEqualTo("imagefolder");
    tree.touch("1.jpg", WOMAN);
    assertThat(tree.open().layout()).isEqualTo("imagefolder");
  }

  @Test
  void withoutAPictureOfItsOwnThereIsNothing() throws IOException {
    tree.touch("1.jpg");
    assertThatThrownBy(() -> DataSets.open("set", tree.root(), Layout.UTKFACE, true))
        .hasMessage(
            tree.root() + " holds no pictures of UTKFace: a name is age_gender_race_date.jpg");
  }

  @Test
  void aDrawnOneHasAllGendersAndRacesAndAges() {
    Path drawn = temp.resolve("drawn");
    Examples.write(Layout.UTKFACE, drawn, 60, 1);
    DataSet set = DataSets.open("set", drawn, null);
    assertThat(set.samples()).extracting(Sample::label).contains("male", "female");
    assertThat(set.samples())
        .extracting(sample -> sample.groups().get("race"))
        .contains("White", "Black", "Asian", "Indian", "Others");
    assertThat(set.samples().attribute("age").orElseThrow().values()).hasSizeGreaterThan(20);
  }

  private Sample face(String id, String gender, String race) {
    return new Sample(
        id, tree.root().resolve(id), gender, Map.of("race", race), null, List.of(), null);
  }
}

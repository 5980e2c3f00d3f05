package dev.telltale.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TaskAndSubsetTest {
  private static final int ROWS = 600;
  private static final DataSet SET = set(false);

  @Test
  void aBinaryAttributeAsTargetGetsNamesThatTellWhatIsThere() {
    DataSet smiling = SET.as(new Task("Smiling", List.of("Male")));
    assertThat(smiling.classes()).containsExactly("not Smiling", "Smiling");
    for (int i = 0; i < ROWS; i++) {
      Sample before = SET.samples().get(i);
      Sample after = smiling.samples().get(i);
      String smiles = SET.samples().attribute("Smiling").orElseThrow().value(i);
      assertThat(after.label()).isEqualTo("yes".equals(smiles) ? "Smiling" : "not Smiling");
      assertThat(after.groups()).isEqualTo(Map.of("Male", before.groups().get("Male")));
    }
  }

  @Test
  void anAttributeOfNumbersIsCutInTwo() {
    DataSet old = SET.as(new Task("age>=40", null));
    assertThat(old.classes()).containsExactly("age<40", "age>=40");
    for (int i = 0; i < ROWS; i++) {
      String age = SET.samples().attribute("age").orElseThrow().value(i);
      String label = age == null ? null : Integer.parseInt(age) >= 40 ? "age>=40" : "age<40";
      assertThat(old.samples().get(i).label()).isEqualTo(label);
    }
  }

  @Test
  void theTargetIsNoGroupOfItself() {
    assertThat(SET.as(new Task("Male", null)).samples().get(0).groups()).isEmpty();
  }

  @Test
  void anUnknownAttributeIsNamedWithThoseThereAre() {
    assertThatThrownBy(() -> SET.as(new Task("Beard", null)))
        .isInstanceOf(DataSetException.class)
        .hasMessage("/faces has no attribute \"Beard\"; it has Male, Smiling, age");
    assertThatThrownBy(() -> SET.as(new Task("Male>=1", null)))
        .hasMessage("Male>=1: Male has values that are no numbers, such as no");
  }

  @Test
  void aRegionOfADataSetWithoutAnyIsRefused() {
    assertThatThrownBy(() -> SET.as(new Task(null, null, "hair")))
        .isInstanceOf(DataSetException.class)
        .hasMessage("/faces: there is no region \"hair\": the parts of its pictures have no names");
  }

  @Test
  void valuesOfNumbersAreOrderedByTheirSize() {
    List<String> ages = SET.samples().attribute("age").orElseThrow().values();
    assertThat(ages).isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
    assertThat(ages).contains("9", "10");
  }

  @Test
  void aPartOfTheDataSetHasWhatWasAskedFor() {
    DataSet part = SET.only(new Subset("val", Map.of("Male", "yes"), false, null, 0));
    assertThat(part.samples())
        .isNotEmpty()
        .allMatch(s -> "val".equals(s.split()) && "yes".equals(s.groups().get("Male")));
    long all =
        SET.samples().stream()
            .filter(s -> "val".equals(s.split()) && "yes".equals(s.groups().get("Male")))
            .count();
    assertThat(part.samples()).hasSize((int) all);
  }

  @Test
  void aBalancedDrawHasAsManyOfEveryLabelWithEveryGroup() {
    DataSet balanced = SET.only(new Subset(null, Map.of(), true, null, 3));
    Map<String, Long> cells = cells(balanced);
    long rarest = cells(SET).values().stream().min(Long::compare).orElseThrow();
    assertThat(cells).hasSize(4).allSatisfy((cell, n) -> assertThat(n).isEqualTo(rarest));
    assertThat(SET.only(new Subset(null, Map.of(), true, 41, 3)).samples()).hasSize(40);
  }

  @Test
  void aDrawDependsOnSeedAndIdsAndNotOnTheirOrder() {
    List<String> drawn = ids(SET.only(new Subset(null, Map.of(), false, 50, 7)));
    assertThat(ids(set(true).only(new Subset(null, Map.of(), false, 50, 7))))
        .containsExactlyInAnyOrderElementsOf(drawn);
    assertThat(ids(SET.only(new Subset(null, Map.of(), false, 80, 7)))).containsAll(drawn);
    assertThat(ids(SET.only(new Subset(null, Map.of(), false, 50, 8)))).isNotEqualTo(drawn);
    assertThat(drawn).isSorted();
  }

  @Test
  void whatCannotBeChosenIsSaid() {
    assertThatThrownBy(() -> SET.only(new Subset("dev", Map.of(), false, null, 0)))
        .hasMessage("/faces: no split is \"dev\"; there are test, train, val");
    assertThatThrownBy(() -> SET.only(new Subset(null, Map.of("Male", "yes"), true, null, 0)))
        .hasMessage("/faces cannot be balanced: no picture has class a, Male no");
    DataSet many = SET.as(new Task(null, List.of("age", "Smiling", "Male")));
    assertThatThrownBy(() -> many.only(new Subset(null, Map.of(), true, null, 0)))
        .hasMessage(
            "/faces cannot be balanced: too many combinations of class, age, Smiling, Male for 600"
                + " pictures");
    assertThatThrownBy(() -> SET.only(new Subset(null, Map.of(), true, 3, 0)))
        .hasMessage("a limit of 3 leaves nothing of 4 combinations of label and groups");
  }

  @Test
  void aPartOfAPartIsTheSameAsBoth() {
    DataSet once = SET.only(new Subset("train", Map.of("Male", "no"), false, null, 0));
    DataSet twice =
        SET.only(new Subset("train", Map.of(), false, null, 0))
            .only(new Subset(null, Map.of("Male", "no"), false, null, 0));
    assertThat(twice.samples()).isEqualTo(once.samples());
  }

  private static Map<String, Long> cells(DataSet set) {
    return set.samples().stream()
        .collect(Collectors.groupingBy(s -> s.label() + s.groups(), Collectors.counting()));
  }

  private static List<String> ids(DataSet set) {
    return set.samples().stream().map(Sample::id).toList();
  }

  private static DataSet set(boolean reversed) {
    Random random = new Random(1);
    Texts ids = new Texts();
    Column.Builder label = new Column.Builder("class", List.of("a", "b"));
    Column.Builder split = new Column.Builder("split");
    Column.Builder male = new Column.Builder("Male", Column.NO_YES);
    Column.Builder smiling = new Column.Builder("Smiling", Column.NO_YES);
    Column.Builder age = new Column.Builder("age");
    for (int i = 0; i < ROWS; i++) {
      int number = reversed ? ROWS - 1 - i : i;
      ids.add("%04d.jpg".formatted(number));
      label.addCode(random.nextInt(4) == 0 ? 1 : 0);
      split.add(List.of("train", "val", "test").get(random.nextInt(3)));
      male.addCode(random.nextInt(3) == 0 ? 1 : 0);
      smiling.addCode(random.nextInt(2));
      age.add(random.nextInt(20) == 0 ? null : String.valueOf(random.nextInt(90)));
    }
    SampleTable table =
        SampleTable.of(
            Path.of("/faces"),
            ids,
            label.build(),
            split.build(),
            List.of(male.build(), smiling.build(), age.build()),
            List.of("Male"),
            Regions.NONE);
    return new DataSet("faces", Path.of("/faces"), "celeba", table, List.of());
  }
}

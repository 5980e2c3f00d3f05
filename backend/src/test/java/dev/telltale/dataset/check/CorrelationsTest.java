package dev.telltale.dataset.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.Task;
import dev.telltale.dataset.example.Examples;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.stats.BenjaminiHochberg;
import dev.telltale.stats.Matthews;
import dev.telltale.stats.TwoByTwo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrelationsTest {

  @Property(tries = 40)
  void everyPairIsWhatTheDefinitionGivesOfTheRowsThatTellBoth(
      @ForAll long seed, @ForAll @IntRange(min = 30, max = 300) int rows) {
    DataSet set = Tables.random(seed, rows);
    Correlations found = Overview.of(set).correlations();
    assertThat(found.indicators())
        .extracting(Indicator::name)
        .containsExactlyInAnyOrderElementsOf(common(set));
    int rowsOfMatrix = found.indicators().size();
    assertThat(found.leftOut()).hasSize(1 + 9 - rowsOfMatrix);
    assertThat(found.leftOut()).extracting(Correlations.LeftOut::column).contains("day");
    assertThat(found.pairs()).hasSize(rowsOfMatrix * (rowsOfMatrix - 1) / 2);
    List<Double> p = new ArrayList<>();
    for (Correlation pair : found.pairs()) {
      p.add(checkPair(set, found, pair));
    }
    double[] q = BenjaminiHochberg.adjusted(p.stream().mapToDouble(Double::doubleValue).toArray());
    for (int i = 0; i < q.length; i++) {
      Correlation pair = found.pairs().get(i);
      if (Double.isNaN(q[i])) {
        assertThat(pair.q()).isNull();
      } else {
        assertThat(pair.q()).isCloseTo(q[i], within(1e-12));
      }
    }
    assertThat(found.strongest())
        .allMatch(pair -> pair.q() != null)
        .hasSize((int) found.pairs().stream().filter(pair -> pair.q() != null).count())
        .isSortedAccordingTo((x, y) -> Double.compare(Math.abs(y.phi()), Math.abs(x.phi())));
  }

  /** What ten pictures or more have, and ten or more lack. */
  private static List<String> common(DataSet set) {
    Map<String, Indicator> all = new TreeMap<>();
    for (String kind : set.classes()) {
      all.put(kind, new Indicator(kind, "kind", kind, 0, 0));
    }
    all.put("wings", new Indicator("wings", "wings", "yes", 0, 0));
    all.put("place = water", new Indicator("place = water", "place", "water", 0, 0));
    for (String season : List.of("spring", "summer", "autumn", "winter")) {
      String name = "season = " + season;
      all.put(name, new Indicator(name, "season", season, 0, 0));
    }
    return all.values().stream()
        .filter(
            one -> {
              List<Boolean> values = new ArrayList<>();
              for (int i = 0; i < set.samples().size(); i++) {
                values.add(there(set, one, i));
              }
              return Collections.frequency(values, true) >= 10
                  && Collections.frequency(values, false) >= 10;
            })
        .map(Indicator::name)
        .toList();
  }

  /** Returns the p-value, NaN where none counts. */
  private static double checkPair(DataSet set, Correlations found, Correlation pair) {
    Indicator a = found.indicators().get(pair.a());
    Indicator b = found.indicators().get(pair.b());
    List<Boolean> as = new ArrayList<>();
    List<Boolean> bs = new ArrayList<>();
    for (int i = 0; i < set.samples().size(); i++) {
      Boolean inA = there(set, a, i);
      Boolean inB = there(set, b, i);
      if (inA != null && inB != null) {
        as.add(inA);
        bs.add(inB);
      }
    }
    assertThat(pair.n()).isEqualTo(as.size());
    boolean few =
        List.of(as, bs).stream()
            .anyMatch(
                of ->
                    Collections.frequency(of, true) < 10 || Collections.frequency(of, false) < 10);
    if (few) {
      assertThat(pair.phi()).isNull();
      assertThat(pair.reason()).contains(" pictures only ");
      return Double.NaN;
    }
    TwoByTwo counts = TwoByTwo.of(array(as), array(bs));
    assertThat(pair.reason()).isNull();
    assertThat(pair.phi()).isCloseTo(Matthews.of(counts), within(1e-12));
    assertThat(pair.low()).isCloseTo(Matthews.interval(counts, .95).low(), within(1e-12));
    assertThat(pair.high()).isCloseTo(Matthews.interval(counts, .95).high(), within(1e-12));
    return a.column().equals(b.column()) ? Double.NaN : Matthews.pValue(counts);
  }

  private static @Nullable Boolean there(DataSet set, Indicator indicator, int place) {
    Sample sample = set.samples().get(place);
    String value =
        indicator.column().equals("kind")
            ? sample.label()
            : set.samples().attribute(indicator.column()).orElseThrow().value(place);
    return value == null ? null : value.equals(indicator.value());
  }

  private static boolean[] array(List<Boolean> values) {
    boolean[] array = new boolean[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  @Test
  void attributesThatGoTogetherStandTogetherAndLeadTheList() {
    int rows = 400;
    List<Column> columns = new ArrayList<>();
    // Those of even number follow one another but for few rows, and so do those of odd number.
    for (int i = 0; i < 6; i++) {
      int number = i;
      columns.add(
          Tables.given(
              "a" + i,
              Column.NO_YES,
              IntStream.range(0, rows)
                  .mapToObj(
                      row ->
                          Column.NO_YES.get(
                              (row / (number % 2 == 0 ? 1 : 2) + (row % 40 == number ? 1 : 0)) % 2))
                  .toList()));
    }
    Correlations found =
        Overview.of(
                Tables.set(
                    rows,
                    Tables.given("label", List.of("one"), Collections.nCopies(rows, "one")),
                    null,
                    columns,
                    List.of()))
            .correlations();
    List<Integer> parities =
        found.indicators().stream()
            .map(one -> Integer.parseInt(one.name().substring(1)) % 2)
            .toList();
    assertThat(parities).isIn(List.of(0, 0, 0, 1, 1, 1), List.of(1, 1, 1, 0, 0, 0));
    assertThat(found.strongest().subList(0, 6))
        .allMatch(
            pair -> pair.phi() > 0.8 && parities.get(pair.a()).equals(parities.get(pair.b())));
    assertThat(found.leftOut())
        .containsExactly(new Correlations.LeftOut("label", "it has no two values"));
  }

  @Test
  void whatIsAlwaysTheSameTogetherHasNoInterval() {
    int rows = 60;
    List<String> alternate =
        IntStream.range(0, rows).mapToObj(row -> Column.NO_YES.get(row % 2)).toList();
    Correlation pair =
        Overview.of(
                Tables.set(
                    rows,
                    Tables.given("label", Column.NO_YES, alternate),
                    null,
                    List.of(Tables.given("twin", Column.NO_YES, alternate)),
                    List.of()))
            .correlations()
            .pairs()
            .get(0);
    assertThat(pair.phi()).isEqualTo(1);
    assertThat(pair.low()).isNull();
    assertThat(pair.high()).isNull();
    assertThat(pair.q()).isLessThan(1e-10);
  }

  @Test
  void anAttributeThatIsTheTargetIsThereOnce() {
    DataSet set = Tables.random(3, 200).as(new Task("wings", null));
    assertThat(Overview.of(set).correlations().indicators())
        .extracting(Indicator::name)
        .contains("wings")
        .doesNotContain("not wings")
        .doesNotHaveDuplicates();
  }

  @Test
  void attributesOfSeveralValuesAreLeftOutTogetherWhenTheyAreTooMany() {
    int rows = 400;
    List<String> values = IntStream.range(0, 20).mapToObj(i -> "v" + i).toList();
    List<String> cells = IntStream.range(0, rows).mapToObj(i -> "v" + (i % 20)).toList();
    Map<Integer, Integer> rowsByColumns = new TreeMap<>();
    for (int columns : List.of(1, 2, 3)) {
      Correlations found =
          Overview.of(
                  Tables.set(
                      rows,
                      null,
                      null,
                      IntStream.range(0, columns)
                          .mapToObj(i -> Tables.given("c" + i, values, cells))
                          .toList(),
                      List.of()))
              .correlations();
      rowsByColumns.put(columns, found.indicators().size());
      assertThat(found.leftOut()).hasSize(columns == 3 ? 3 : 0);
    }
    assertThat(rowsByColumns).isEqualTo(Map.of(1, 20, 2, 40, 3, 0));
  }

  @Test
  void anAttributeThatOnlyRenamesTheLabelIsLeftOut(@TempDir Path temp) {
    Path dir = temp.resolve("imagenet");
    Examples.write(Layout.IMAGENET, dir, 60, 0);
    Correlations found = Correlations.of(DataSets.open("i", dir, null).samples());
    assertThat(found.leftOut())
        .contains(
            new Correlations.LeftOut(
                "wordnet_id", "it tells the same as the label, value for value"));
  }
}

package dev.telltale.dataset.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.SampleTable;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OverviewTest {

  @Property(tries = 60)
  void everyFigureIsWhatCountingSampleBySampleGives(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int rows) {
    DataSet set = Tables.random(seed, rows);
    List<Sample> samples = set.samples();
    Overview overview = Overview.of(set);
    assertThat(overview.pictures()).isEqualTo(rows);
    assertThat(overview.classes()).extracting(ClassCount::name).isEqualTo(set.classes());
    for (ClassCount one : overview.classes()) {
      assertThat(one.pictures())
          .isEqualTo(samples.stream().filter(s -> one.name().equals(s.label())).count());
      for (int i = 0; i < overview.splits().size(); i++) {
        String split = overview.splits().get(i).value();
        assertThat(one.bySplit().get(i))
            .isEqualTo(
                samples.stream()
                    .filter(s -> one.name().equals(s.label()) && split.equals(s.split()))
                    .count());
      }
    }
    assertThat(overview.emptyClasses())
        .isEqualTo(
            set.classes().stream()
                .filter(name -> samples.stream().noneMatch(s -> name.equals(s.label())))
                .toList());
    assertThat(overview.unlabelled())
        .isEqualTo(samples.stream().filter(s -> s.label() == null).count());
    assertThat(overview.withoutSplit())
        .isEqualTo(samples.stream().filter(s -> s.split() == null).count());
    checkGroups(samples, overview.groups());
    for (Column column : set.samples().attributes()) {
      checkValues(set.samples(), column, overview);
    }
  }

  private static void checkGroups(List<Sample> samples, Groups groups) {
    assertThat(groups.by()).containsExactly("kind", "place", "wings");
    assertThat(groups.combinations()).isEqualTo(12);
    assertThat(groups.listed()).hasSize(12);
    long known = 0;
    for (GroupCount group : groups.listed()) {
      long slow =
          samples.stream()
              .filter(
                  s ->
                      group.values().get("kind").equals(s.label())
                          && group.values().get("place").equals(s.groups().get("place"))
                          && group.values().get("wings").equals(s.groups().get("wings")))
              .count();
      assertThat(group.pictures()).isEqualTo(slow);
      known += slow;
    }
    for (GroupCount group : groups.listed()) {
      assertThat(group.share())
          .isCloseTo(known == 0 ? 0 : (double) group.pictures() / known, within(1e-12));
    }
    assertThat(groups.unknown()).isEqualTo(samples.size() - known);
    assertThat(groups.empty())
        .isEqualTo(groups.listed().stream().filter(group -> group.pictures() == 0).count());
    assertThat(groups.smallest())
        .isEqualTo(
            groups.listed().stream()
                .filter(group -> group.pictures() > 0)
                .min(Comparator.comparingLong(GroupCount::pictures))
                .orElse(null));
  }

  private static void checkValues(SampleTable samples, Column column, Overview overview) {
    AttributeCounts counts =
        overview.attributes().stream()
            .filter(one -> one.name().equals(column.name()))
            .findFirst()
            .orElseThrow();
    List<String> all =
        IntStream.range(0, samples.size()).mapToObj(column::value).map(String::valueOf).toList();
    assertThat(counts.unknown()).isEqualTo(Collections.frequency(all, "null"));
    for (ValueCount value : counts.values()) {
      assertThat(value.pictures()).isEqualTo(Collections.frequency(all, value.value()));
    }
    assertThat(counts.values())
        .hasSize(Math.min(50, column.values().size()))
        .isSortedAccordingTo(Comparator.comparingLong(ValueCount::pictures).reversed());
    assertThat(counts.others()).isEqualTo(column.values().size() - counts.values().size());
    assertThat(counts.otherPictures())
        .isEqualTo(
            all.size()
                - counts.unknown()
                - counts.values().stream().mapToLong(ValueCount::pictures).sum());
  }

  @Test
  void ofAThousandCombinationsOnlyTheRarestThatOccurAreListed() {
    int rows = 3000;
    List<String> many = IntStream.range(0, 1001).mapToObj(i -> "v" + i).toList();
    List<String> values = IntStream.range(0, rows).mapToObj(i -> "v" + (i % 1000)).toList();
    DataSet set =
        Tables.set(
            rows,
            Tables.given("label", many, values),
            Tables.given("split", List.of("all"), Collections.nCopies(rows, "all")),
            List.of(),
            List.of());
    Groups groups = Overview.of(set).groups();
    assertThat(groups.combinations()).isEqualTo(1001);
    assertThat(groups.empty()).isEqualTo(1);
    assertThat(groups.listed()).hasSize(1000).allMatch(group -> group.pictures() == 3);
    assertThat(groups.smallest().values()).isEqualTo(Map.of("label", "v0"));
  }
}

package dev.telltale.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.screening.ScreeningMetrics.Group;
import dev.telltale.stats.Proportion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class RunningMetricsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final double Z_95 = 1.959963984540054;

  @Property(tries = 200, seed = "2026", edgeCases = EdgeCasesMode.NONE)
  void foldingGivesWhatTheDefinitionsGive(@ForAll("observations") List<Observation> images) {
    ScreeningMetrics metrics = fold(images).snapshot(START);

    List<Observation> judged =
        images.stream().filter(o -> o.label() != null && o.right() != null).toList();
    assertThat(metrics.scored()).isEqualTo(images.size());
    assertThat(metrics.labelled()).isEqualTo(judged.size());
    assertProportion(metrics.accuracy(), judged);
    assertThat(metrics.groups().stream().map(Group::name))
        .containsExactlyElementsOf(
            new TreeSet<>(judged.stream().map(RunningMetricsTest::group).toList()));
    for (Group group : metrics.groups()) {
      List<Observation> members =
          judged.stream().filter(o -> group(o).equals(group.name())).toList();
      assertProportion(group.accuracy(), members);
      assertThat(group.tooFew()).isEqualTo(members.size() < 30);
      assertThat(members).allMatch(o -> group.label().equals(o.label()));
      assertThat(members).allMatch(o -> group.attributes().equals(o.groups()));
      assertMean(group.meanMaskScore(), members);
    }
    assertMaskScore(metrics.maskScore(), images);
    assertThat(metrics.lastScoredAt())
        .isEqualTo(
            images.stream().map(Observation::scoredAt).max(Comparator.naturalOrder()).orElse(null));
  }

  @Property(tries = 100, seed = "2027", edgeCases = EdgeCasesMode.NONE)
  void theWorstGroupIsTheLowestOfThoseLargeEnough(
      @ForAll("observations") List<Observation> images) {
    ScreeningMetrics metrics = fold(images).snapshot(START);
    List<Group> large = metrics.groups().stream().filter(g -> g.accuracy().n() >= 30).toList();
    if (large.isEmpty()) {
      assertThat(metrics.worstGroup()).isNull();
    } else {
      double lowest = large.stream().mapToDouble(g -> g.accuracy().value()).min().orElseThrow();
      assertThat(large)
          .filteredOn(g -> g.name().equals(metrics.worstGroup()))
          .singleElement()
          .satisfies(g -> assertThat(g.accuracy().value()).isEqualTo(lowest));
    }
  }

  @Property(tries = 50, seed = "2028", edgeCases = EdgeCasesMode.NONE)
  void theSameOrderGivesTheSameMetrics(@ForAll("observations") List<Observation> images) {
    assertThat(fold(images).snapshot(START)).isEqualTo(fold(images).snapshot(START));
  }

  @Property(tries = 50, seed = "2029", edgeCases = EdgeCasesMode.NONE)
  void anotherOrderChangesNoCountAndNoMean(@ForAll("observations") List<Observation> images) {
    List<Observation> turned = new ArrayList<>(images);
    Collections.reverse(turned);
    ScreeningMetrics one = fold(images).snapshot(START);
    ScreeningMetrics other = fold(turned).snapshot(START);
    assertThat(other.accuracy()).isEqualTo(one.accuracy());
    assertThat(other.worstGroup()).isEqualTo(one.worstGroup());
    assertThat(other.latency()).isEqualTo(one.latency());
    if (one.maskScore() != null) {
      assertThat(other.maskScore().mean()).isCloseTo(one.maskScore().mean(), within(1e-12));
    }
  }

  @Example
  void aGroupOfTwentyNineIsNeverNamedWorst() {
    List<Observation> images = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      images.add(seen("landbird", Map.of("place", "land"), i < 29));
    }
    for (int i = 0; i < 29; i++) {
      images.add(seen("landbird", Map.of("place", "water"), false));
    }
    RunningMetrics metrics = fold(images);
    assertThat(metrics.snapshot(START).worstGroup()).isEqualTo("landbird, place=land");
    metrics.fold(seen("landbird", Map.of("place", "water"), false));
    assertThat(metrics.snapshot(START).worstGroup()).isEqualTo("landbird, place=water");
  }

  @Example
  void groupsAreNamedByLabelAndSortedAttributes() {
    RunningMetrics metrics = new RunningMetrics("birds", "model", "hash", null);
    metrics.fold(seen("waterbird", Map.of("place", "land", "light", "dusk"), true));
    metrics.fold(seen("waterbird", Map.of(), true));
    assertThat(metrics.snapshot(START).groups())
        .extracting(Group::name)
        .containsExactly("waterbird", "waterbird, light=dusk, place=land");
    assertThat(metrics.snapshot(START).key()).isEqualTo("birds/hash");
  }

  @Provide
  Arbitrary<List<Observation>> observations() {
    Arbitrary<@Nullable String> labels = Arbitraries.of("land", "water").injectNull(0.1);
    Arbitrary<Map<String, String>> groups =
        Arbitraries.of(
            Map.of(),
            Map.of("place", "land"),
            Map.of("place", "water"),
            Map.of("a", "1", "b", "2"));
    Arbitrary<@Nullable Boolean> rights = Arbitraries.of(true, true, false).injectNull(0.1);
    Arbitrary<@Nullable Double> shares = Arbitraries.doubles().between(0, 1).injectNull(0.3);
    Arbitrary<@Nullable Double> uniform = Arbitraries.doubles().between(0, 1).injectNull(0.2);
    Arbitrary<@Nullable Double> latency = Arbitraries.doubles().between(0, 1e5).injectNull(0.1);
    Arbitrary<Instant> times = Arbitraries.longs().between(0, 90_000).map(START::plusMillis);
    return Combinators.combine(labels, groups, rights, shares, uniform, latency, times)
        .as(
            (label, group, right, mask, even, millis, at) ->
                new Observation(
                    label, group, right, even == null ? null : mask, even, null, millis, at))
        .list()
        .ofMaxSize(400);
  }

  private static void assertProportion(@Nullable Proportion got, List<Observation> of) {
    if (of.isEmpty()) {
      assertThat(got).isNull();
      return;
    }
    double n = of.size();
    double p = of.stream().filter(Observation::right).count() / n;
    double middle = p + Z_95 * Z_95 / (2 * n);
    double half = Z_95 * Math.sqrt(p * (1 - p) / n + Z_95 * Z_95 / (4 * n * n));
    double scale = 1 + Z_95 * Z_95 / n;
    assertThat(got).isNotNull();
    assertThat(got.n()).isEqualTo(of.size());
    assertThat(got.value()).isCloseTo(p, within(1e-12));
    assertThat(got.low()).isCloseTo((middle - half) / scale, within(1e-9));
    assertThat(got.high()).isCloseTo((middle + half) / scale, within(1e-9));
  }

  private static void assertMean(@Nullable Double got, List<Observation> of) {
    List<Double> known = masks(of, o -> true).stream().map(Observation::maskScore).toList();
    if (known.isEmpty()) {
      assertThat(got).isNull();
    } else {
      assertThat(got).isCloseTo(mean(known), within(1e-12));
    }
  }

  private static void assertMaskScore(ScreeningMetrics.@Nullable Mask got, List<Observation> all) {
    List<Observation> in = masks(all, o -> o.uniformMaskScore() != null);
    if (in.isEmpty()) {
      assertThat(got).isNull();
      return;
    }
    List<Double> scores = in.stream().map(Observation::maskScore).toList();
    double mean = mean(scores);
    assertThat(got).isNotNull();
    assertThat(got.n()).isEqualTo(in.size());
    assertThat(got.mean()).isCloseTo(mean, within(1e-12));
    assertThat(got.uniform())
        .isCloseTo(mean(in.stream().map(Observation::uniformMaskScore).toList()), within(1e-12));
    assertThat(got.zeroMaps())
        .isEqualTo(
            all.stream()
                .filter(o -> o.uniformMaskScore() != null && o.maskScore() == null)
                .count());
    if (in.size() < 2) {
      assertThat(got.standardError()).isNull();
    } else {
      double squares = scores.stream().mapToDouble(s -> (s - mean) * (s - mean)).sum();
      assertThat(got.standardError())
          .isCloseTo(Math.sqrt(squares / (scores.size() - 1) / scores.size()), within(1e-9));
    }
  }

  private static List<Observation> masks(List<Observation> of, Predicate<Observation> which) {
    return of.stream().filter(o -> o.maskScore() != null).filter(which).toList();
  }

  private static double mean(List<Double> values) {
    return values.stream().filter(Objects::nonNull).mapToDouble(v -> v).average().orElseThrow();
  }

  private static String group(Observation o) {
    String attributes =
        new TreeMap<>(o.groups())
            .entrySet().stream()
                .map(e -> ", " + e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining());
    return o.label() + attributes;
  }

  private static Observation seen(String label, Map<String, String> groups, boolean right) {
    return new Observation(label, groups, right, null, null, null, 1.0, START);
  }

  private static RunningMetrics fold(List<Observation> images) {
    RunningMetrics metrics = new RunningMetrics("birds", "model", "hash", null);
    images.forEach(metrics::fold);
    return metrics;
  }
}

package dev.telltale.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report;
import dev.telltale.audit.Results;
import dev.telltale.groups.Intervals.Known;
import dev.telltale.groups.Target.Measure;
import dev.telltale.stats.Bootstrap;
import dev.telltale.stats.Wilson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Figures and intervals of scores that are made up, derived again in a slow and plain way. */
class EvidenceTest {
  private static ObjectNode options(double smallest, int resamples) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("smallest", smallest)
        .put("resamples", resamples);
  }

  @Property(tries = 100)
  void figuresAreThoseOfTheDefinition(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int n) {
    AuditSubject subject = drawn(seed, n, 1, options(0, 100));
    ScoreTable scores = Synthetic.scores(subject, seed);
    Evidence evidence = new Evidence(subject, scores, GroupOptions.of(subject.spec().options()));
    // By group: how many, and how many right.
    Map<String, int[]> groups = new TreeMap<>();
    double right = 0;
    double brier = 0;
    double judged = 0;
    for (int i = 0; i < n; i++) {
      String label = subject.images().samples().label(i);
      String place = subject.images().samples().get(i).groups().get("place");
      if (label == null || label.equals("c")) {
        continue;
      }
      boolean good = scores.models().get(0).answer()[i] == (label.equals("a") ? 0 : 1);
      right += good ? 1 : 0;
      brier += scores.models().get(0).brier()[i];
      judged++;
      if (place != null) {
        int[] counts = groups.computeIfAbsent(label + ", place " + place, first -> new int[2]);
        counts[0]++;
        counts[1] += good ? 1 : 0;
      }
    }
    List<Target> all = evidence.targets().stream().filter(one -> one.group() < 0).toList();
    assertThat(all).hasSize(judged == 0 ? 0 : 1);
    if (judged == 0) {
      return;
    }
    double[] figures = evidence.figures(all.get(0));
    assertThat(figures[Measure.ACCURACY.ordinal()]).isCloseTo(right / judged, within(1e-12));
    assertThat(figures[Measure.BRIER.ordinal()]).isCloseTo(brier / judged, within(1e-12));
    double[] accuracies =
        groups.values().stream().mapToDouble(group -> (double) group[1] / group[0]).toArray();
    assertThat(figures[Measure.WORST.ordinal()])
        .isEqualTo(Double.valueOf(Arrays.stream(accuracies).min().orElse(Double.NaN)));
    assertThat(figures[Measure.GAP.ordinal()])
        .isEqualTo(
            Double.valueOf(
                Arrays.stream(accuracies).max().orElse(Double.NaN)
                    - Arrays.stream(accuracies).min().orElse(Double.NaN)));
    for (Target target : evidence.targets()) {
      if (target.group() >= 0) {
        int[] counts = groups.get(evidence.cells().name(target.group()));
        assertThat(target.n()).isEqualTo(counts[0]);
        assertThat(evidence.figures(target)[Measure.ACCURACY.ordinal()])
            .isEqualTo((double) counts[1] / counts[0]);
      }
    }
  }

  @Test
  void aResampleIsADrawOfImagesWithReplacement() {
    AuditSubject subject = drawn(5, 80, 2, options(0.2, 100));
    ScoreTable scores = Synthetic.scores(subject, 5);
    GroupOptions options = GroupOptions.of(subject.spec().options());
    Evidence evidence = new Evidence(subject, scores, options);
    Target pair = evidence.targets().stream().filter(Target::pair).findFirst().orElseThrow();
    int[] places = evidence.places(pair);
    double[][] resampled = evidence.resampled(pair, 0, 20, () -> {});
    for (int r = 0; r < 20; r++) {
      RandomGenerator random = Bootstrap.generator(options.seed() * 1_000_003L + r);
      double difference = 0;
      double losses = 0;
      for (int i = 0; i < places.length; i++) {
        int place = places[random.nextInt(places.length)];
        difference += evidence.judged(0).verdict()[place] - evidence.judged(1).verdict()[place];
        losses += scores.models().get(0).logLoss()[place] - scores.models().get(1).logLoss()[place];
      }
      assertThat(resampled[r][Measure.ACCURACY.ordinal()])
          .isCloseTo(difference / places.length, within(1e-12));
      assertThat(resampled[r][Measure.LOG_LOSS.ordinal()])
          .isCloseTo(losses / places.length, within(1e-9));
    }
  }

  @Property(tries = 60)
  void everyTargetIsResampledOnceHoweverUnitsAreCut(
      @ForAll @IntRange(min = 1, max = 60) int targets, @ForAll long seed) {
    Random random = new Random(seed);
    List<Target> all = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      all.add(new Target(0, -1, i, 1 + random.nextInt(random.nextBoolean() ? 3_000_000 : 300)));
    }
    int[][] times = new int[targets][1000];
    for (JsonNode unit : Intervals.plan(all, 1000)) {
      for (int t = unit.get("first").intValue(); t < unit.get("end").intValue(); t++) {
        for (int r = unit.get("from").intValue(); r < unit.get("to").intValue(); r++) {
          times[t][r]++;
        }
      }
    }
    for (int[] one : times) {
      assertThat(Arrays.stream(one).min().getAsInt()).isEqualTo(1);
      assertThat(Arrays.stream(one).max().getAsInt()).isEqualTo(1);
    }
  }

  @Test
  void intervalsAreTheSameHoweverTheResamplesAreDividedAmongUnits() {
    AuditSubject subject = drawn(7, 300, 2, options(0.01, 200));
    GroupOptions options = GroupOptions.of(subject.spec().options());
    Evidence evidence = new Evidence(subject, Synthetic.scores(subject, 7), options);
    int targets = evidence.targets().size();
    JsonNode whole = folded(evidence, options, List.of(unit(0, targets, 0, 200)));
    JsonNode parts =
        folded(
            evidence,
            options,
            List.of(unit(0, targets, 0, 50), unit(0, 2, 50, 200), unit(2, targets, 50, 200)));
    assertThat(parts).isEqualTo(whole);
    for (int target = 0; target < targets; target++) {
      Known known = Known.of(whole, target);
      double[] figures = evidence.figures(evidence.targets().get(target));
      for (Measure measure :
          List.of(Measure.ACCURACY, Measure.BRIER, Measure.LOG_LOSS, Measure.EQUAL_COUNT)) {
        assertThat(known.low(measure)).isLessThanOrEqualTo(figures[measure.ordinal()] + 1e-9);
        assertThat(known.high(measure)).isGreaterThanOrEqualTo(figures[measure.ordinal()] - 1e-9);
      }
    }
  }

  @Test
  void whereAllGroupsAreAlikeTheGapMayBeNothing() {
    // Every answer is right three times of four, in each group.
    AuditSubject subject =
        Synthetic.subject("ab".repeat(200), "xxyy".repeat(100), 1, options(0.01, 300));
    ScoreTable scores = Synthetic.scores(subject, 1);
    for (int i = 0; i < 400; i++) {
      scores.models().get(0).answer()[i] = (i / 4) % 4 == 0 ? 1 - i % 2 : i % 2;
      scores.models().get(0).confidence()[i] = 0.75;
    }
    GroupOptions options = GroupOptions.of(subject.spec().options());
    Evidence evidence = new Evidence(subject, scores, options);
    Known known =
        Known.of(
            folded(evidence, options, Intervals.plan(evidence.targets(), options.resamples())), 0);
    assertThat(evidence.figures(evidence.targets().get(0))[Measure.GAP.ordinal()]).isZero();
    assertThat(known.low(Measure.GAP)).isZero();
    assertThat(known.mean(Measure.GAP_BY_CHANCE)).isBetween(0.03, 0.2);
    assertThat(known.low(Measure.EQUAL_COUNT)).isZero();
    assertThat(known.low(Measure.WORST)).isLessThan(0.75);
    assertThat(known.high(Measure.WORST)).isGreaterThan(0.75);
  }

  /** What chance adds to a calibration error, or to a gap, is more for the less accurate one. */
  @Test
  void calibratedModelsThatAreAlikeInAllGroupsAreSeldomToldApartByChance() {
    int draws = 40;
    Map<Measure, Integer> held = new EnumMap<>(Measure.class);
    for (int draw = 0; draw < draws; draw++) {
      AuditSubject subject =
          Synthetic.subject("ab".repeat(200), "xxyy".repeat(100), 2, options(0.01, 200));
      ScoreTable scores = Synthetic.scores(subject, draw);
      Random random = new Random(draw);
      for (int model = 0; model < 2; model++) {
        for (int i = 0; i < 400; i++) {
          double confidence = (model == 0 ? 0.99 : 0.7) + random.nextInt(10) / 1000.0;
          scores.models().get(model).confidence()[i] = confidence;
          boolean right = random.nextDouble() < confidence;
          scores.models().get(model).answer()[i] = right ? i % 2 : 1 - i % 2;
        }
      }
      GroupOptions options = GroupOptions.of(subject.spec().options());
      Evidence evidence = new Evidence(subject, scores, options);
      JsonNode folded =
          folded(evidence, options, Intervals.plan(evidence.targets(), options.resamples()));
      for (int i = 0; i < evidence.targets().size(); i++) {
        Known known = Known.of(folded, i);
        if (evidence.targets().get(i).pair()) {
          assertThat(known.low(Measure.ACCURACY)).as("and yet they differ").isPositive();
          for (Measure measure : List.of(Measure.GAP, Measure.EQUAL_COUNT, Measure.EQUAL_WIDTH)) {
            boolean holds = known.low(measure) <= 0 && known.high(measure) >= 0;
            held.merge(measure, holds ? 1 : 0, Integer::sum);
          }
        }
      }
    }
    assertThat(held).hasSize(3).allSatisfy((measure, n) -> assertThat(n).isGreaterThan(34));
  }

  @Test
  void aModelThatIsAlwaysRightMayStillBeWrongNextTime() {
    AuditSubject subject =
        Synthetic.subject("ab".repeat(60), "xxyy".repeat(30), 1, options(0.01, 100));
    ScoreTable scores = Synthetic.scores(subject, 1);
    for (int i = 0; i < 120; i++) {
      scores.models().get(0).answer()[i] = i % 2;
    }
    GroupOptions options = GroupOptions.of(subject.spec().options());
    Evidence evidence = new Evidence(subject, scores, options);
    Known known =
        Known.of(
            folded(evidence, options, Intervals.plan(evidence.targets(), options.resamples())), 0);
    // 30 pictures in each group: Wilson's interval of 30 of 30.
    double low = Wilson.interval(30, 30, 0.95).low();
    assertThat(known.low(Measure.WORST)).isCloseTo(low, within(1e-12));
    assertThat(known.high(Measure.WORST)).isCloseTo(1, within(1e-12));
    assertThat(known.low(Measure.GAP)).isZero();
    assertThat(known.high(Measure.GAP)).isCloseTo(1 - low, within(1e-12));
  }

  @Test
  void logitsThatAreNoFiniteNumbersAreRefusedByThePicturesName() {
    AuditSubject subject = Synthetic.subject("abab", "xxyy", 1, options(0.01, 100));
    ScoreTable scores = Synthetic.scores(subject, 1);
    scores.models().get(0).answer()[2] = Answer.NONE;
    Evidence evidence = new Evidence(subject, scores, GroupOptions.of(subject.spec().options()));
    Report report =
        new GroupsReport(subject, evidence, JsonNodeFactory.instance.objectNode()).report();
    assertThat(report.sections().get(0).tables().get(1).rows())
        .containsExactly(
            List.of(
                new Report.Text("image-2"),
                new Report.Text("m0"),
                new Report.Text("its logits are no finite numbers")));
    assertThat(evidence.targets().get(0).n()).isEqualTo(3);
  }

  private static JsonNode folded(Evidence evidence, GroupOptions options, List<JsonNode> units) {
    List<Results.Result> results = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      results.add(new Results.Result(i, Intervals.work(units.get(i), evidence, () -> {})));
    }
    return Intervals.fold(
        evidence,
        options,
        new Results() {
          @Override
          public int units() {
            return results.size();
          }

          @Override
          public int missing() {
            return 0;
          }

          @Override
          public Stream<Result> stream() {
            return results.stream();
          }
        });
  }

  private static JsonNode unit(int first, int end, int from, int to) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("first", first)
        .put("end", end)
        .put("from", from)
        .put("to", to);
  }

  private static AuditSubject drawn(long seed, int n, int models, ObjectNode options) {
    Random random = new Random(seed);
    StringBuilder labels = new StringBuilder();
    StringBuilder places = new StringBuilder();
    for (int i = 0; i < n; i++) {
      labels.append("aaaabbbc?".charAt(random.nextInt(9)));
      places.append("xxxyy?".charAt(random.nextInt(6)));
    }
    return Synthetic.subject(labels.toString(), places.toString(), models, options);
  }
}

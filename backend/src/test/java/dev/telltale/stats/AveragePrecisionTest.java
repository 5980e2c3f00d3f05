package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Average precision, its normalised form and the area under the ROC curve. */
class AveragePrecisionTest {

  @Test
  void threeItemsCanBeCheckedByHand() {
    boolean[] positive = {true, false, true};
    double[] scores = {3, 2, 1};
    // recall ½ at precision 1, then recall 1 at precision 2/3; with N = 4: 2/(2+0), 4/(4+1)
    assertThat(AveragePrecision.of(positive, scores)).isCloseTo(5.0 / 6, within(1e-15));
    assertThat(NormalizedAveragePrecision.of(positive, scores, 4)).isCloseTo(0.9, within(1e-15));
    assertThat(RocAuc.of(positive, scores)).isEqualTo(0.5);
  }

  @Test
  void equalScoresAreOneThreshold() {
    boolean[] positive = {true, false, false, true};
    double[] scores = {1, 1, 1, 1};
    assertThat(AveragePrecision.of(positive, scores)).isEqualTo(0.5);
    assertThat(NormalizedAveragePrecision.of(positive, scores, 6)).isEqualTo(6.0 / 8);
    assertThat(RocAuc.of(positive, scores)).isEqualTo(0.5);
    assertThat(AveragePrecision.of(new boolean[] {true, false}, new double[] {-0.0, 0.0}))
        .isEqualTo(0.5);
    assertThat(RocAuc.of(new boolean[] {true, false}, new double[] {-0.0, 0.0})).isEqualTo(0.5);
  }

  @Property(tries = 700)
  void allThreeAreThoseOfTheirDefinitions(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int items,
      @ForAll @IntRange(min = 1, max = 40) int levels,
      @ForAll @DoubleRange(min = 0.01, max = 60) double n) {
    Random random = new Random(seed);
    boolean[] positive = new boolean[items];
    double[] scores = new double[items];
    for (int i = 0; i < items; i++) {
      positive[i] = random.nextInt(3) == 0;
      scores[i] = random.nextInt(levels) / 8.0 - 1; // few levels make many ties
    }
    int positives = count(positive, scores, Double.NEGATIVE_INFINITY, true);
    assertThat(NormalizedAveragePrecision.of(positive, scores, n))
        .isCloseTo(slow(positive, scores, n), within(1e-12));
    assertThat(AveragePrecision.of(positive, scores))
        .isCloseTo(slow(positive, scores, positives), within(1e-12));
    assertThat(RocAuc.of(positive, scores)).isCloseTo(slowArea(positive, scores), within(1e-12));
  }

  @Property(tries = 100)
  void onlyTheOrderOfTheScoresCounts(@ForAll long seed) {
    Random random = new Random(seed);
    double[] scores = random.doubles(25).map(s -> Math.rint(s * 20) / 20).toArray();
    boolean[] positive = new boolean[25];
    for (int i = 0; i < 25; i++) {
      positive[i] = i % 4 == 0;
    }
    double[] warped = Arrays.stream(scores).map(s -> Math.exp(9 * s) - 1e3).toArray();
    assertThat(NormalizedAveragePrecision.of(positive, warped, 5))
        .isEqualTo(NormalizedAveragePrecision.of(positive, scores, 5));
    assertThat(RocAuc.of(positive, warped)).isEqualTo(RocAuc.of(positive, scores));
    double[] reversed = Arrays.stream(scores).map(s -> -s).toArray();
    assertThat(RocAuc.of(positive, reversed))
        .isCloseTo(1 - RocAuc.of(positive, scores), within(1e-12));
    assertThat(NormalizedAveragePrecision.of(positive, scores, 6))
        .isBetween(NormalizedAveragePrecision.of(positive, scores, 5), 1.0);
  }

  @Test
  void withoutPositivesOrWithoutNegativesNothingIsRanked() {
    double[] scores = {1, 2};
    boolean[] none = {false, false};
    boolean[] all = {true, true};
    assertThat(AveragePrecision.of(none, scores)).isNaN();
    assertThat(NormalizedAveragePrecision.of(none, scores, 3)).isNaN();
    assertThat(AveragePrecision.of(new boolean[0], new double[0])).isNaN();
    assertThat(RocAuc.of(none, scores)).isNaN();
    assertThat(RocAuc.of(all, scores)).isNaN();
    assertThat(AveragePrecision.of(all, scores)).isEqualTo(1);
    assertThat(NormalizedAveragePrecision.of(all, scores, 3)).isEqualTo(1);
  }

  @Test
  void nOfSeveralClassesIsTheMeanOfTheirPositivesAndConstantOnesHaveNoFigure() {
    boolean[][] positive = {{true, false, false}, {true, true, true}, {false, true, true}};
    double[][] scores = {{1, 2, 3}, {1, 2, 3}, {1, 2, 3}};
    double[] result = NormalizedAveragePrecision.perClass(positive, scores); // N = 2
    assertThat(result[0]).isCloseTo(2.0 / 4, within(1e-15));
    assertThat(result[1]).isNaN();
    assertThat(result[2]).isCloseTo(1, within(1e-15));
    assertThat(NormalizedAveragePrecision.perClass(positive, scores, 6)[0])
        .isCloseTo(6.0 / 8, within(1e-15));
  }

  @Test
  void infiniteScoresAreRankedAndNanIsRefused() {
    boolean[] positive = {true, false, true};
    double[] scores = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0};
    assertThat(AveragePrecision.of(positive, scores)).isEqualTo(1);
    assertThat(RocAuc.of(positive, scores)).isEqualTo(1);
    double[] broken = {1, Double.NaN, 0};
    assertThatThrownBy(() -> AveragePrecision.of(positive, broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("score 1 is NaN");
    assertThatThrownBy(() -> RocAuc.of(positive, broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> NormalizedAveragePrecision.of(positive, scores, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("N is 0");
    assertThatThrownBy(() -> RocAuc.of(positive, new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Every threshold from the highest score down: what is at or above it is called positive. */
  private static double slow(boolean[] positive, double[] scores, double n) {
    double all = count(positive, scores, Double.NEGATIVE_INFINITY, true);
    double sum = 0;
    double recallBefore = 0;
    List<Double> thresholds = Arrays.stream(scores).boxed().toList();
    for (double threshold : new TreeSet<>(thresholds).descendingSet()) {
      double recall = count(positive, scores, threshold, true) / all;
      double precision = recall * n / (recall * n + count(positive, scores, threshold, false));
      sum += recall == recallBefore ? 0 : (recall - recallBefore) * precision;
      recallBefore = recall;
    }
    return all == 0 ? Double.NaN : sum;
  }

  private static double slowArea(boolean[] positive, double[] scores) {
    double won = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (positive[i] && !positive[j]) {
          pairs++;
          won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    return won / pairs;
  }

  private static int count(boolean[] positive, double[] scores, double from, boolean which) {
    return (int)
        IntStream.range(0, scores.length)
            .filter(i -> scores[i] >= from && positive[i] == which)
            .count();
  }
}

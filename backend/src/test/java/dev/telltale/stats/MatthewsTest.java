package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatthewsTest {

  @Test
  void tenPairsCanBeCheckedByHand() { // (3·3 − 2·2) / √(5·5·5·5)
    boolean[] a = {false, false, true, false, true, true, false, false, true, true};
    boolean[] b = {true, false, true, false, true, true, true, false, false, false};
    assertThat(TwoByTwo.of(a, b)).isEqualTo(new TwoByTwo(3, 2, 2, 3));
    assertThat(Matthews.of(a, b)).isCloseTo(0.2, within(1e-15));
  }

  @Property(tries = 300)
  void itIsThePearsonCorrelationOfZeroesAndOnes(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 3) Integer> pairs) {
    boolean[] a = truths(pairs, 2);
    boolean[] b = truths(pairs, 1);
    double meanA = pairs.stream().mapToInt(p -> p / 2).average().orElseThrow();
    double meanB = pairs.stream().mapToInt(p -> p % 2).average().orElseThrow();
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int p : pairs) {
      both += (p / 2 - meanA) * (p % 2 - meanB);
      squaresA += (p / 2 - meanA) * (p / 2 - meanA);
      squaresB += (p % 2 - meanB) * (p % 2 - meanB);
    }
    boolean constant = meanA % 1 == 0 || meanB % 1 == 0;
    double slow = constant ? Double.NaN : both / Math.sqrt(squaresA * squaresB);
    assertThat(Matthews.of(a, b)).isCloseTo(slow, within(1e-12));
  }

  @Test
  void thePValueIsThatOfPearsonsTest() {
    TwoByTwo counts = new TwoByTwo(30, 20, 20, 30); // φ = 0.2, χ² = 100·0.04
    assertThat(Matthews.pValue(counts)).isCloseTo(0.0455002638963584, within(1e-14));
    assertThat(Matthews.pValue(new TwoByTwo(25, 25, 25, 25))).isEqualTo(1);
    assertThat(Matthews.pValue(new TwoByTwo(5, 5, 0, 0))).isNaN();
  }

  @Property(tries = 700)
  void itIsSymmetricOddAndFreeOfScale(
      @ForAll @IntRange(max = 50) int n00,
      @ForAll @IntRange(max = 50) int n01,
      @ForAll @IntRange(max = 50) int n10,
      @ForAll @IntRange(max = 50) int n11) {
    double phi = Matthews.of(new TwoByTwo(n00, n01, n10, n11));
    assertThat(Matthews.of(new TwoByTwo(n00, n10, n01, n11))).isCloseTo(phi, within(1e-15));
    assertThat(Matthews.of(new TwoByTwo(n10, n11, n00, n01))).isCloseTo(-phi, within(1e-15));
    long k = 40_000_000_000_000_000L; // products of two counts are far beyond a long
    assertThat(Matthews.of(new TwoByTwo(k * n00, k * n01, k * n10, k * n11)))
        .isCloseTo(phi, within(1e-14));
  }

  @Test
  void whatNeverChangesHasNoCorrelation() {
    assertThat(Matthews.of(new TwoByTwo(0, 0, 8, 4))).isNaN();
    assertThat(Matthews.of(new TwoByTwo(12, 0, 0, 0))).isNaN();
    assertThat(Matthews.of(new boolean[0], new boolean[0])).isNaN();
    Estimate none = Matthews.interval(new TwoByTwo(12, 0, 0, 0), 0.95);
    assertThat(none).isEqualTo(new Estimate(Double.NaN, Double.NaN, Double.NaN, 12));
  }

  @Test
  void brokenCountsAreRefused() {
    assertThatThrownBy(() -> new TwoByTwo(1, -1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new TwoByTwo(Long.MAX_VALUE, 1, 0, 0))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Matthews.of(new boolean[2], new boolean[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 values cannot be paired with 3");
  }

  /** The variance by the delta method: multinomial cells through a numerical gradient. */
  @ParameterizedTest
  @CsvSource({"30,12,9,49", "161,31,1,7", "5,40,35,20", "25,25,25,25"})
  void theIntervalHasTheVarianceOfTheDeltaMethod(int n00, int n01, int n10, int n11) {
    double n = n00 + n01 + n10 + n11;
    double[] p = {n00 / n, n01 / n, n10 / n, n11 / n};
    double mean = 0;
    double meanOfSquares = 0;
    for (int cell = 0; cell < 4; cell++) {
      double step = 1e-6;
      double[] more = p.clone();
      double[] less = p.clone();
      more[cell] += step;
      less[cell] -= step;
      double slope = (phi(more) - phi(less)) / (2 * step);
      mean += p[cell] * slope;
      meanOfSquares += p[cell] * slope * slope;
    }
    double phi = phi(p);
    double error = Math.sqrt((meanOfSquares - mean * mean) / n) / (1 - phi * phi);
    double z = Math.log((1 + phi) / (1 - phi)) / 2;
    Estimate result = Matthews.interval(new TwoByTwo(n00, n01, n10, n11), 0.95);
    assertThat(result.value()).isCloseTo(phi, within(1e-12));
    assertThat(result.low()).isCloseTo(Math.tanh(z - 1.959963984540054 * error), within(1e-7));
    assertThat(result.high()).isCloseTo(Math.tanh(z + 1.959963984540054 * error), within(1e-7));
  }

  @ParameterizedTest
  @CsvSource({"0.4,0.1,0.1,0.4", "0.7,0.1,0.05,0.15", "0.3,0.2,0.3,0.2"})
  void ninetyFiveIntervalsInAHundredHoldTheTruth(double p00, double p01, double p10, double p11) {
    double truth = phi(new double[] {p00, p01, p10, p11});
    Random random = new Random(5);
    int hits = 0;
    for (int sample = 0; sample < 2000; sample++) {
      long[] counts = new long[4];
      for (int i = 0; i < 200; i++) {
        double u = random.nextDouble();
        counts[u < p00 ? 0 : u < p00 + p01 ? 1 : u < p00 + p01 + p10 ? 2 : 3]++;
      }
      Estimate interval =
          Matthews.interval(new TwoByTwo(counts[0], counts[1], counts[2], counts[3]), 0.95);
      hits += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
    }
    assertThat(hits / 2000.0).isBetween(0.935, 0.965);
  }

  @Test
  void fullAgreementTellsNoError() {
    Estimate full = Matthews.interval(new TwoByTwo(6, 0, 0, 6), 0.95);
    assertThat(full).isEqualTo(new Estimate(1, Double.NaN, Double.NaN, 12));
    assertThatThrownBy(() -> Matthews.interval(new TwoByTwo(6, 1, 1, 6), 95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("95");
  }

  private static double phi(double[] p) {
    return (p[0] * p[3] - p[1] * p[2])
        / Math.sqrt((p[0] + p[1]) * (p[2] + p[3]) * (p[0] + p[2]) * (p[1] + p[3]));
  }

  private static boolean[] truths(List<Integer> pairs, int bit) {
    boolean[] truths = new boolean[pairs.size()];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = (pairs.get(i) & bit) != 0;
    }
    return truths;
  }
}

package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ShrinkageTest {

  /** By hand: equal errors 1, values 0 and 4: Q = 8, τ² = (8 − 1)/(2 − 2/2) = 7, kept 7/8. */
  @Example
  void twoValuesByHand() {
    assertThat(Shrinkage.of(new double[] {0, 4}, new double[] {1, 1}))
        .containsExactly(new double[] {0.25, 3.75}, within(1e-12));
    assertThat(Shrinkage.of(new double[] {1, 2}, new double[] {1, 1}))
        .containsExactly(new double[] {1.5, 1.5}, within(1e-12));
    assertThat(Shrinkage.of(new double[] {3}, new double[] {1})).containsExactly(3);
  }

  @Property(tries = 200)
  void itNeverGoesBeyondTheRangeOfTheValues(
      @ForAll @IntRange(min = 1, max = 20) int n, @ForAll @IntRange(min = 0, max = 999) int seed) {
    Random random = new Random(seed);
    double[] values = random.doubles(n, -1, 1).toArray();
    double[] errors = random.doubles(n, 0.01, 1).toArray();
    double low = Arrays.stream(values).min().orElseThrow();
    double high = Arrays.stream(values).max().orElseThrow();
    for (double one : Shrinkage.of(values, errors)) {
      assertThat(one).isBetween(low - 1e-12, high + 1e-12);
    }
  }

  @Example
  void itIsNearerToTheTruthThanTheEstimates() {
    Random random = new Random(5);
    double[] truth = new double[200];
    double[] seen = new double[200];
    double[] errors = new double[200];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = 0.1 + 0.1 * random.nextGaussian();
      errors[i] = 0.05 + 0.3 * random.nextDouble();
      seen[i] = truth[i] + errors[i] * random.nextGaussian();
    }
    double[] shrunk = Shrinkage.of(seen, errors);
    assertThat(off(shrunk, truth)).isLessThan(0.5 * off(seen, truth));
  }

  private static double off(double[] values, double[] truth) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Math.pow(values[i] - truth[i], 2);
    }
    return sum;
  }

  @Example
  void anErrorIsAboveZero() {
    assertThatThrownBy(() -> Shrinkage.of(new double[] {1, 2}, new double[] {1, 0}))
        .hasMessageContaining("error 1 is 0.0");
    assertThat(Shrinkage.error(new Estimate(0, -1.959964, 1.959964, 5), .95))
        .isCloseTo(1, within(1e-6));
  }
}

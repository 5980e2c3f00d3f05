package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PearsonTest {

  /** Anscombe 1973, "Graphs in statistical analysis", the first of the four data sets. */
  static final double[] ANSCOMBE_X = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};

  static final double[] ANSCOMBE_Y = {
    8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68
  };

  @Test
  void anscombesDataHaveTheirPublishedFigures() {
    Pearson result = Pearson.of(ANSCOMBE_X, ANSCOMBE_Y);
    assertThat(result.r()).isCloseTo(0.81642, within(5e-6));
    assertThat(result.pValue()).isCloseTo(0.00217, within(5e-6));
    LeastSquaresLine line = LeastSquaresLine.of(ANSCOMBE_X, ANSCOMBE_Y);
    assertThat(line.slope()).isCloseTo(0.50009, within(5e-6));
    assertThat(line.intercept()).isCloseTo(3.00009, within(5e-6));
    assertThat(line.at(10)).isCloseTo(8.001, within(1e-4));
  }

  @Property(tries = 300)
  void rIsThatOfTheDefinitionAndTheLineThatOfTheNormalEquations(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 40) int n) {
    Random random = new Random(seed);
    double[] x = random.doubles(n, -5, 5).toArray();
    double[] y = random.doubles(n, -5, 5).toArray();
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    double syy = 0;
    for (int i = 0; i < n; i++) {
      sx += x[i];
      sy += y[i];
      sxx += x[i] * x[i];
      sxy += x[i] * y[i];
      syy += y[i] * y[i];
    }
    double r = (n * sxy - sx * sy) / Math.sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
    assertThat(Pearson.of(x, y).r()).isCloseTo(r, within(1e-9));
    double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    LeastSquaresLine line = LeastSquaresLine.of(x, y);
    assertThat(line.slope()).isCloseTo(slope, within(1e-9 * (1 + Math.abs(slope))));
    assertThat(line.intercept())
        .isCloseTo((sy - slope * sx) / n, within(1e-8 * (1 + Math.abs(slope))));
  }

  @Property(tries = 200)
  void rIsSymmetricAndFreeOfScaleAndPlace(
      @ForAll long seed, @ForAll @DoubleRange(min = -200, max = 200) double exponent) {
    Random random = new Random(seed);
    double[] x = random.doubles(12, -1, 1).toArray();
    double[] y = random.doubles(12, -1, 1).toArray();
    double r = Pearson.of(x, y).r();
    assertThat(r).isBetween(-1.0, 1.0);
    assertThat(Pearson.of(y, x).r()).isCloseTo(r, within(1e-14));
    double[] scaled = Arrays.stream(x).map(v -> -Math.pow(10, exponent) * v).toArray();
    assertThat(Pearson.of(scaled, y).r()).isCloseTo(-r, within(1e-12));
    double[] moved = Arrays.stream(x).map(v -> v + 1000).toArray();
    assertThat(Pearson.of(moved, y).r()).isCloseTo(r, within(1e-10));
    double slope = LeastSquaresLine.of(x, y).slope();
    assertThat(LeastSquaresLine.of(scaled, y).slope() * -Math.pow(10, exponent))
        .isCloseTo(slope, within(1e-12 * (1 + Math.abs(slope))));
  }

  @Test
  void aCorrelationNearZeroKeepsItsDigits() {
    double[] x = {-1, -1, 1, 1};
    double[] y = {-1, 1, -1 + 4e-9, 1 + 4e-9}; // Σxy = 8e−9, √(4·4): r = 2e−9
    assertThat(Pearson.of(x, y).r()).isCloseTo(2e-9, within(1e-15));
  }

  @Test
  void withThreeOrFourPairsThePValueHasAClosedForm() {
    double[] x4 = {1, 2, 4, 8};
    Pearson four = Pearson.of(x4, new double[] {3, 1, 4, 1}); // r is uniform under the null
    assertThat(four.pValue()).isCloseTo(1 - Math.abs(four.r()), within(1e-12));
    Pearson three = Pearson.of(new double[] {1, 2, 4}, new double[] {3, 1, 4}); // t is Cauchy's
    assertThat(three.pValue())
        .isCloseTo(1 - 2 / Math.PI * Math.asin(Math.abs(three.r())), within(1e-12));
  }

  @Test
  void aFullCorrelationIsOneAndItsPValueZero() {
    double[] x = {0, 1, 2, 3, 4, 5};
    double[] y = {1, -1, -3, -5, -7, -9};
    Pearson result = Pearson.of(x, y);
    assertThat(result.r()).isCloseTo(-1, within(1e-15));
    assertThat(result.pValue()).isCloseTo(0, within(1e-12));
    Pearson two = Pearson.of(new double[] {1, 2}, new double[] {7, 3});
    assertThat(two).isEqualTo(new Pearson(-1, 2));
    assertThat(two.pValue()).isEqualTo(1);
  }

  @Test
  void whatNeverChangesHasNoCorrelationAndNoLineOverIt() {
    double[] constant = new double[7];
    Arrays.fill(constant, 0.1); // whose mean is not 0.1
    double[] rising = {1, 2, 3, 4, 5, 6, 9};
    assertThat(Pearson.of(constant, rising).r()).isNaN();
    assertThat(Pearson.of(rising, constant).r()).isNaN();
    assertThat(Pearson.of(rising, constant).pValue()).isNaN();
    assertThat(Pearson.of(new double[] {3}, new double[] {4}).r()).isNaN();
    assertThat(Pearson.of(new double[0], new double[0]).pValue()).isNaN();
    assertThat(Pearson.of(new double[] {1, Double.NaN, 3}, new double[] {1, 2, 4}).r()).isNaN();
    assertThat(Pearson.of(new double[] {1, 1 / 0.0, 3}, new double[] {1, 2, 4}).r()).isNaN();
    assertThat(LeastSquaresLine.of(constant, rising).slope()).isNaN();
    assertThat(LeastSquaresLine.of(rising, constant)).isEqualTo(new LeastSquaresLine(0, 0.1));
    assertThatThrownBy(() -> Pearson.of(rising, new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theIntervalIsFishers() {
    Estimate interval = new Pearson(0.5, 28).interval(0.95); // 0.5493 ± 1.96/5
    assertThat(interval.low()).isCloseTo(0.1560, within(5e-5));
    assertThat(interval.high()).isCloseTo(0.7358, within(5e-5));
    assertThat(interval.n()).isEqualTo(28);
    assertThat(new Pearson(0.5, 3).interval(0.95).low()).isNaN();
    assertThat(new Pearson(1, 30).interval(0.95)).isEqualTo(new Estimate(1, 1, 1, 30));
  }
}

package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final double NAN = Double.NaN;

  @Test
  void twoResamplesCanBeCheckedByHand() {
    double[] values = {1, 2, 6};
    int[] indices = {0, 0, 1, 2, 2, 1}; // means 4/3 and 14/3
    Bootstrapped result = Bootstrap.of(values, indices);
    assertThat(result.mean()).isCloseTo(3, within(1e-15));
    assertThat(result.deviation()).isCloseTo(5.0 / 3, within(1e-15));
    assertThat(result.resamples()).isEqualTo(2);
  }

  @Test
  void missingValuesAreSkippedAndSoAreResamplesThatDrewNone() {
    double[] values = {NAN, 2, 6};
    int[] indices = {0, 0, 0, 0, 1, 2, 2, 0, 0}; // nothing, 4, 6
    assertThat(Bootstrap.of(values, indices)).isEqualTo(new Bootstrapped(5, 1, 2));
  }

  @Test
  void aGroupWithoutImagesHasNoMean() {
    assertThat(Bootstrap.of(new double[] {NAN, NAN}, new int[] {0, 1, 1, 1}))
        .isEqualTo(new Bootstrapped(NAN, NAN, 0));
    assertThat(Bootstrap.seeded(new double[0], 100, 1)).isEqualTo(new Bootstrapped(NAN, NAN, 0));
  }

  @Test
  void brokenIndicesAreRefused() {
    assertThatThrownBy(() -> Bootstrap.of(new double[] {1, 2}, new int[] {0, 1, 0}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Bootstrap.of(new double[] {1, 2}, new int[] {0, 2}))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Property(tries = 100)
  void aSeedGivesWhatItsIndicesGive(@ForAll @IntRange(min = 1, max = 20) int n, @ForAll long seed) {
    double[] values = IntStream.range(0, n).mapToDouble(i -> i % 3 == 2 ? NAN : i * i).toArray();
    assertThat(Bootstrap.seeded(values, 50, seed))
        .isEqualTo(Bootstrap.of(values, Bootstrap.indices(n, 50, seed)));
  }

  @Test
  void theDeviationOfManyResamplesIsTheStandardErrorOfTheMean() {
    double[] values = IntStream.range(0, 400).mapToDouble(i -> Math.sin(i * 12.9898)).toArray();
    Bootstrapped result = Bootstrap.seeded(values, 10_000, 7);
    double error = Moments.of(values).populationDeviation() / Math.sqrt(values.length);
    assertThat(result.deviation()).isCloseTo(error, within(0.03 * error));
  }

  /** The figure of each resample, sorted; the ends by linear interpolation. */
  @Property(tries = 50)
  void theIntervalEndsAtTheQuantilesOfTheResampledFigures(
      @ForAll @IntRange(min = 1, max = 12) int n, @ForAll long seed) {
    ToDoubleFunction<int[]> range =
        items -> IntStream.of(items).max().orElseThrow() - IntStream.of(items).min().orElseThrow();
    int[] indices = Bootstrap.indices(n, 41, seed);
    double[] figures =
        IntStream.range(0, 41)
            .mapToDouble(s -> range.applyAsDouble(Arrays.copyOfRange(indices, s * n, s * n + n)))
            .sorted()
            .toArray();
    // 90 % of 41 resamples: the third and the thirty-ninth
    Estimate interval = Bootstrap.interval(n, range, 0.9, 41, seed);
    assertThat(interval.value()).isEqualTo(n - 1);
    assertThat(interval.low()).isCloseTo(figures[2], within(1e-12));
    assertThat(interval.high()).isCloseTo(figures[38], within(1e-12));
    assertThat(interval.n()).isEqualTo(n);
  }

  @Test
  void resamplesWithoutAFigureAreLeftOutOfTheInterval() {
    ToDoubleFunction<int[]> onlyOfTheFirst = items -> items[0] == 0 ? 5 : NAN;
    assertThat(Bootstrap.interval(3, onlyOfTheFirst, 0.95, 100, 4))
        .isEqualTo(new Estimate(5, 5, 5, 3));
    assertThat(Bootstrap.interval(3, items -> NAN, 0.95, 100, 4))
        .isEqualTo(new Estimate(NAN, NAN, NAN, 3));
    assertThatThrownBy(() -> Bootstrap.interval(3, items -> 1, 1, 100, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDrawsOfASeedAreTheSameEverywhere() {
    assertThat(Bootstrap.indices(10, 2, 42))
        .containsExactly(8, 1, 0, 2, 5, 3, 7, 3, 0, 4, 8, 5, 6, 6, 0, 4, 0, 5, 7, 8);
  }
}

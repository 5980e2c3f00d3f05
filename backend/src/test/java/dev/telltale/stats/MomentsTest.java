package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MomentsTest {

  @Test
  void threeValuesCanBeCheckedByHand() {
    MeanAndError result = Moments.of(1, 2, 6).meanAndError(); // deviations −2, −1, 3; 14 / 2 = 7
    assertThat(result.mean()).isCloseTo(3, within(1e-15));
    assertThat(result.error()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-15));
    assertThat(result.n()).isEqualTo(3);
  }

  @Test
  void withoutValuesThereIsNoMeanAndWithOneNoError() {
    assertThat(Moments.NONE.meanAndError()).isEqualTo(new MeanAndError(Double.NaN, Double.NaN, 0));
    assertThat(Moments.of(4).meanAndError()).isEqualTo(new MeanAndError(4, Double.NaN, 1));
    assertThat(Moments.of(4).populationDeviation()).isZero();
  }

  @Test
  void aValueThatIsNotFiniteNeverEntersAMean() {
    assertThatThrownBy(() -> Moments.NONE.plus(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Moments.NONE.plus(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLargeOffsetDoesNotDrownASmallSpread() {
    assertThat(Moments.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).sampleDeviation())
        .isCloseTo(Math.sqrt(30), within(1e-9));
  }

  @Property(tries = 300)
  void theRunningMomentsAreThoseOfTheDefinition(
      @ForAll @Size(min = 2, max = 40)
          List<@DoubleRange(min = -100, max = 100) Double> valuesList) {
    double[] values = array(valuesList);
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    MeanAndError result = Moments.of(values).meanAndError();
    assertThat(result.mean()).isCloseTo(mean, within(1e-10));
    assertThat(result.error())
        .isCloseTo(Math.sqrt(squares / (values.length - 1) / values.length), within(1e-10));
  }

  @Property(tries = 300)
  void partsMergeToTheWhole(
      @ForAll @Size(max = 30) List<@DoubleRange(min = -100, max = 100) Double> firstList,
      @ForAll @Size(max = 30) List<@DoubleRange(min = -100, max = 100) Double> secondList) {
    double[] first = array(firstList);
    double[] second = array(secondList);
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Moments whole = Moments.of(both);
    Moments merged = Moments.of(first).plus(Moments.of(second));
    assertThat(merged.count()).isEqualTo(whole.count());
    assertThat(merged.mean()).isCloseTo(whole.mean(), within(1e-10));
    assertThat(merged.squares()).isCloseTo(whole.squares(), within(1e-7));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

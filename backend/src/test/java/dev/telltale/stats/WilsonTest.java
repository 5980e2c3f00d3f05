package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WilsonTest {

  private static final double Z_95 = 1.959963984540054;

  @Property(tries = 300)
  void theEndsAreThoseOfTheFormula(
      @ForAll @IntRange(min = 1, max = 5000) int n, @ForAll @IntRange(max = 5000) int some) {
    int successes = some % (n + 1);
    double p = (double) successes / n;
    double z2 = Z_95 * Z_95;
    double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z_95 / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n));
    Proportion result = Wilson.interval(successes, n, 0.95);
    assertThat(result.value()).isEqualTo(p);
    assertThat(result.low()).isCloseTo(Math.max(0, centre - half), within(1e-9)).isNotNegative();
    assertThat(result.high())
        .isCloseTo(Math.min(1, centre + half), within(1e-9))
        .isLessThanOrEqualTo(1);
    assertThat(result.value()).isBetween(result.low() - 1e-12, result.high() + 1e-12);
  }

  @Test
  void noTrialLeavesTheWholeRangeOpen() {
    assertThat(Wilson.interval(0, 0, 0.95)).isEqualTo(new Proportion(Double.NaN, 0, 1, 0));
  }

  @Test
  void moreSuccessesThanTrialsAreRefused() {
    assertThatThrownBy(() -> Wilson.interval(3, 2, 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> Wilson.interval(1, 2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}

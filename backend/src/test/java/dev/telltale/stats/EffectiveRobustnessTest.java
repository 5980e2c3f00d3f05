package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EffectiveRobustnessTest {

  @Test
  void threeModelsCanBeCheckedByHand() { // line through (60,30), (70,48), (80,42): 0.6·x − 2
    double[] residuals =
        EffectiveRobustness.of(new double[] {60, 70, 80}, new double[] {30, 48, 42});
    assertThat(residuals).containsExactly(new double[] {-4, 8, -4}, within(1e-12));
  }

  @Property(tries = 100)
  void theResidualsOfALineSumToZeroAndDoNotDependOnX(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 90) int models) {
    Random random = new Random(seed);
    double[] high = random.doubles(models, 60, 95).toArray();
    double[] low = random.doubles(models, 20, 70).toArray();
    double[] residuals = EffectiveRobustness.of(high, low);
    double alongX = 0;
    for (int i = 0; i < models; i++) {
      alongX += residuals[i] * high[i];
    }
    assertThat(Arrays.stream(residuals).sum()).isCloseTo(0, within(1e-8));
    assertThat(alongX).isCloseTo(0, within(1e-6));
  }

  /** A left-out residual is e/(1 − h), h being the leverage 1/n + (x − x̄)²/Σ(x − x̄)². */
  @Property(tries = 100)
  void leavingOneOutEnlargesItsResidualByItsLeverage(
      @ForAll long seed, @ForAll @IntRange(min = 10, max = 40) int models) {
    Random random = new Random(seed);
    double[] high = random.doubles(models, 60, 95).toArray();
    double[] low = random.doubles(models, 20, 70).toArray();
    double mean = Arrays.stream(high).average().orElseThrow();
    double squares = Arrays.stream(high).map(x -> (x - mean) * (x - mean)).sum();
    double[] residuals = EffectiveRobustness.of(high, low);
    double[] left = EffectiveRobustness.leaveOneOut(high, low);
    for (int i = 0; i < models; i++) {
      double leverage = 1.0 / models + (high[i] - mean) * (high[i] - mean) / squares;
      assertThat(left[i]).isCloseTo(residuals[i] / (1 - leverage), within(1e-8));
    }
  }

  @Test
  void fewModelsAreRefused() {
    assertThatThrownBy(() -> EffectiveRobustness.leaveOneOut(new double[9], new double[9]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 10 models")
        .hasMessageContaining("there are 9");
    assertThat(EffectiveRobustness.of(new double[] {70, 70}, new double[] {40, 50}))
        .containsOnly(Double.NaN);
  }
}

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

class BenjaminiHochbergTest {

  /** The 15 tests of the example in Benjamini and Hochberg 1995, of which four are rejected. */
  @Test
  void theExampleOfThePaperRejectsFour() {
    double[] adjusted =
        BenjaminiHochberg.adjusted(
            new double[] {
              0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
              0.4262, 0.5719, 0.6528, 0.7590, 1.000
            });
    assertThat(Arrays.stream(adjusted).filter(q -> q <= 0.05)).hasSize(4);
    assertThat(adjusted[3]).isCloseTo(0.0095 * 15 / 4, within(1e-15));
    assertThat(adjusted[5]).isCloseTo(0.0298 * 15 / 7, within(1e-15)); // the seventh is lower
  }

  /** The paper's procedure: reject the k smallest, k the largest i with p_(i) ≤ i·q/m. */
  @Property(tries = 300)
  void whatIsAdjustedBelowQIsWhatTheStepUpProcedureRejects(
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1) Double> drawn,
      @ForAll @DoubleRange(min = 0.02, max = 0.6) double level) {
    double q = level + 1.23456e-7; // off the round numbers, where rounding decides
    double[] p = drawn.stream().mapToDouble(d -> d * d * d).toArray();
    double[] sorted = p.clone();
    Arrays.sort(sorted);
    int rejected = 0;
    for (int i = 1; i <= p.length; i++) {
      rejected = sorted[i - 1] <= i * q / p.length ? i : rejected;
    }
    double[] adjusted = BenjaminiHochberg.adjusted(p);
    assertThat(Arrays.stream(adjusted).filter(a -> a <= q)).hasSize(rejected);
    for (int i = 0; i < p.length; i++) {
      assertThat(adjusted[i]).isBetween(p[i], 1.0);
      for (int j = 0; j < p.length; j++) {
        assertThat(p[i] <= p[j] ? adjusted[i] <= adjusted[j] : adjusted[i] >= adjusted[j]).isTrue();
      }
    }
  }

  @Test
  void testsThatCouldNotBeMadeCountForNothing() {
    assertThat(BenjaminiHochberg.adjusted(new double[] {0.04, Double.NaN, 0.03}))
        .containsExactly(0.04, Double.NaN, 0.04);
    assertThat(BenjaminiHochberg.adjusted(new double[0])).isEmpty();
    assertThatThrownBy(() -> BenjaminiHochberg.adjusted(new double[] {0.1, 1.5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p-value 1 is 1.5");
    assertThatThrownBy(() -> BenjaminiHochberg.adjusted(new double[] {-0.1}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

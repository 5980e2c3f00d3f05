package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NewcombeTest {

  /** Newcombe 1998, table II: 56/70 − 48/80 and 9/10 − 3/10, method 10. */
  @Example
  void itGivesTheIntervalsOfThePaper() {
    Estimate one = Newcombe.difference(56, 70, 48, 80, 0.95);
    assertThat(one.value()).isCloseTo(0.2, within(1e-12));
    assertThat(one.low()).isCloseTo(0.0524, within(5e-5));
    assertThat(one.high()).isCloseTo(0.3339, within(5e-5));
    Estimate two = Newcombe.difference(9, 10, 3, 10, 0.95);
    assertThat(two.low()).isCloseTo(0.1705, within(5e-5));
    assertThat(two.high()).isCloseTo(0.8090, within(5e-5));
    Estimate three = Newcombe.difference(10, 10, 0, 10, 0.95);
    assertThat(three.low()).isCloseTo(0.6075, within(5e-5));
    assertThat(three.high()).isCloseTo(1, within(1e-12));
  }

  @Property(tries = 300)
  void itStaysInsideItsRangeAndTurnsWithItsArguments(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 40) int m,
      @ForAll @IntRange(min = 0, max = 999) int seed) {
    Random random = new Random(seed);
    int a = random.nextInt(n + 1);
    int b = random.nextInt(m + 1);
    Estimate one = Newcombe.difference(a, n, b, m, 0.9);
    Estimate other = Newcombe.difference(b, m, a, n, 0.9);
    assertThat(one.low()).isBetween(-1 - 1e-12, one.value());
    assertThat(one.high()).isBetween(one.value(), 1 + 1e-12);
    assertThat(other.low()).isCloseTo(-one.high(), within(1e-12));
    assertThat(Newcombe.mean(List.of(one))).isEqualTo(one);
  }

  /** Few trials near 1, where a bootstrap of the counts fails. */
  @Example
  void theMeanOfStrataHoldsTheTruthAsOftenAsItSays() {
    Random random = new Random(3);
    double[] high = {1, .95, .9, .97};
    double[] low = {.98, .7, .9, .95};
    double truth = 0;
    for (int c = 0; c < high.length; c++) {
      truth += (high[c] - low[c]) / high.length;
    }
    int held = 0;
    int draws = 2000;
    for (int draw = 0; draw < draws; draw++) {
      List<Estimate> strata = new ArrayList<>();
      for (int c = 0; c < high.length; c++) {
        strata.add(Newcombe.difference(hits(random, high[c]), 10, hits(random, low[c]), 10, .95));
      }
      Estimate mean = Newcombe.mean(strata);
      held += mean.low() <= truth && truth <= mean.high() ? 1 : 0;
    }
    assertThat((double) held / draws).isBetween(0.93, 0.995);
  }

  private static int hits(Random random, double share) {
    int hits = 0;
    for (int i = 0; i < 10; i++) {
      hits += random.nextDouble() < share ? 1 : 0;
    }
    return hits;
  }

  @Example
  void nothingIsNoDifference() {
    assertThatThrownBy(() -> Newcombe.difference(0, 0, 1, 2, .95)).hasMessageContaining("0 and 2");
    assertThatThrownBy(() -> Newcombe.mean(List.of())).hasMessageContaining("no strata");
  }
}

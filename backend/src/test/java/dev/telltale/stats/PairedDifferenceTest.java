package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {

  @Test
  void itCountsWhatChanged() {
    boolean[] before = {true, true, true, false, false};
    boolean[] after = {false, false, true, true, false};
    PairedDifference got = PairedDifference.of(before, after);
    assertThat(got).isEqualTo(new PairedDifference(2, 1, 5));
    assertThat(got.drop(.95).value()).isCloseTo(.2, within(1e-12));
    assertThat(got.pValue()).isEqualTo(1);
    // Exact: 2 · 0.5^8.
    assertThat(new PairedDifference(8, 0, 20).pValue()).isCloseTo(2.0 / 256, within(1e-12));
    assertThat(new PairedDifference(0, 0, 9).pValue()).isEqualTo(1);
    assertThat(new PairedDifference(0, 0, 9).drop(.95).high()).isGreaterThan(0);
  }

  @Test
  void itsIntervalHoldsTheTruthAsOftenAsItSays() {
    Random random = new Random(2);
    int held = 0;
    int draws = 3000;
    for (int draw = 0; draw < draws; draw++) {
      int lost = 0;
      int gained = 0;
      for (int i = 0; i < 40; i++) {
        double u = random.nextDouble();
        lost += u < .2 ? 1 : 0;
        gained += u > .95 ? 1 : 0;
      }
      Estimate drop = new PairedDifference(lost, gained, 40).drop(.95);
      held += drop.low() <= .15 && .15 <= drop.high() ? 1 : 0;
    }
    assertThat((double) held / draws).isBetween(.93, .985);
  }

  @Test
  void countsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> new PairedDifference(3, 3, 5)).hasMessageContaining("of 5");
    assertThatThrownBy(() -> PairedDifference.of(new boolean[0], new boolean[0]))
        .hasMessageContaining("of 0");
  }
}

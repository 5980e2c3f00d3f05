package dev.telltale.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervenedTest {
  /** Channels: always the same; −1 less; one up, one down; 1 and 3 become 5 and 3. */
  @Test
  void aChangeIsInDeviationsOfBothDrawingsAndOfEitherSign() {
    float[][] before = {{7, 4, 0, 1}, {7, 2, 1, 3}};
    float[][] after = {{7, 3, 1, 5}, {7, 1, 0, 3}};
    double[] change = Intervened.change(before, after);
    assertThat(change[0]).isZero();
    // Of 4, 2, 3, 1 the mean is 2.5 and the variance 1.25.
    assertThat(change[1]).isCloseTo(1 / Math.sqrt(1.25), within(1e-12));
    assertThat(change[2]).isZero();
    // Of 1, 3, 5, 3 the variance is 2, the mean change 2.
    assertThat(change[3]).isCloseTo(2 / Math.sqrt(2), within(1e-12));
  }
}

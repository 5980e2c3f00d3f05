package dev.telltale.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PaceTest {
  private long now = Long.MAX_VALUE - 1_000_000; // so that the clock overflows on the way
  private final long start = now;

  private Pace pace(double perSecond) {
    return new Pace(perSecond, () -> now, nanos -> now += nanos);
  }

  @Test
  void turnsAreEvenlySpacedFromTheFirst() {
    Pace pace = pace(1000);
    for (int turn = 0; turn < 1000; turn++) {
      pace.awaitTurn();
      assertThat(now - start).isEqualTo(turn * 1_000_000L);
    }
  }

  @Test
  void aRateThatDoesNotDivideASecondIsKeptInTheLongRun() {
    Pace pace = pace(3);
    for (int turn = 0; turn <= 300; turn++) {
      pace.awaitTurn();
    }
    assertThat(now - start).isBetween(99_999_999_000L, 100_000_001_000L);
  }

  @Test
  void aPauseIsNotFollowedByABurst() {
    Pace pace = pace(1000);
    pace.awaitTurn();
    now += 60_000_000_000L;
    long resumed = now;
    for (int turn = 0; turn < 1000; turn++) {
      pace.awaitTurn();
    }
    assertThat(now - resumed).isBetween(895_000_000L, 1_000_000_000L);
  }

  @Test
  void anUnlimitedPaceNeverWaits() {
    var pace = new Pace(Double.POSITIVE_INFINITY, () -> now, nanos -> now += nanos);
    for (int turn = 0; turn < 1000; turn++) {
      pace.awaitTurn();
    }
    assertThat(now).isEqualTo(start);
  }

  @Test
  void anInterruptedCallerDoesNotWaitAndStaysInterrupted() {
    Pace pace = Pace.perSecond(0.001);
    pace.awaitTurn();
    Thread.currentThread().interrupt();
    pace.awaitTurn();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aRateOfZeroOrLessIsRejected() {
    assertThatThrownBy(() -> Pace.perSecond(0)).hasMessageContaining("more than 0");
    assertThatThrownBy(() -> Pace.perSecond(Double.NaN)).hasMessageContaining("more than 0");
  }
}

package dev.telltale.kafka;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Holds a caller to a rate. Turns are evenly spaced from the first one; a caller that falls behind
 * may catch up by at most {@value #MAX_CATCH_UP_MILLIS} ms of turns, so that a pause is not
 * followed by a burst. One caller at a time.
 */
public final class Pace {
  private static final long MAX_CATCH_UP_MILLIS = 100;
  private static final long MAX_CATCH_UP_NANOS = MAX_CATCH_UP_MILLIS * 1_000_000;

  private final double nanosPerTurn;
  private final LongSupplier clock;
  private final LongConsumer park;

  // nanoTime has an arbitrary start, so turns are counted from the first one.
  private boolean started;
  private long origin;
  private double nextTurn;

  /** A pace without a clock of its own, for tests. */
  Pace(double perSecond, LongSupplier nanoClock, LongConsumer parkNanos) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException(
          "The rate is " + perSecond + " a second; it must be more than 0.");
    }
    this.nanosPerTurn = 1e9 / perSecond;
    this.clock = nanoClock;
    this.park = parkNanos;
  }

  /**
   * Turns at a rate.
   *
   * @param perSecond more than 0
   * @throws IllegalArgumentException if it is not
   */
  public static Pace perSecond(double perSecond) {
    return new Pace(perSecond, System::nanoTime, LockSupport::parkNanos);
  }

  /** As many turns as asked for. */
  public static Pace unlimited() {
    return perSecond(Double.POSITIVE_INFINITY);
  }

  /** Waits for the next turn. Returns at once, with the interrupt kept, when interrupted. */
  public void awaitTurn() {
    long now = clock.getAsLong();
    if (!started) {
      started = true;
      origin = now;
    }
    nextTurn = Math.max(nextTurn, now - origin - MAX_CATCH_UP_NANOS);
    double left = nextTurn - (clock.getAsLong() - origin);
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      park.accept((long) Math.ceil(left));
      left = nextTurn - (clock.getAsLong() - origin);
    }
    nextTurn += nanosPerTurn;
  }
}

package dev.telltale.pipeline;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What takes long is worked out for an audit on another thread, one thing at a time. What comes of
 * it is run on the audit's own thread, to which this belongs, unless the audit has gone on without.
 */
final class Elsewhere {
  private boolean busy;
  private int life;
  private long notBefore = Long.MIN_VALUE;

  /** Whether something may be begun now. */
  boolean free(long nowNanos) {
    return !busy && (notBefore == Long.MIN_VALUE || nowNanos - notBefore >= 0);
  }

  /** Nothing is to be begun before then. */
  void rest(long untilNanos) {
    notBefore = untilNanos;
  }

  /** What is at work is of no use any more; something else may be begun. */
  void forget() {
    busy = false;
    life++;
  }

  /**
   * Begins something.
   *
   * @param work run on another thread; what it gives is run on this one
   * @param failed told on this thread what it threw
   * @return to be run on another thread; what it gives, on this one
   */
  Supplier<Runnable> begin(Supplier<Runnable> work, Consumer<Throwable> failed) {
    busy = true;
    int asked = life;
    return () -> {
      Runnable then;
      try {
        then = work.get();
      } catch (Throwable e) {
        then = () -> failed.accept(e);
      }
      Runnable result = then;
      return () -> {
        if (asked == life) {
          busy = false;
          result.run();
        }
      };
    };
  }
}

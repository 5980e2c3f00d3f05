package dev.telltale.pipeline;

import org.jspecify.annotations.Nullable;

/** A thread of a plain loop, which may wait for Kafka when it should end. */
final class LoopThread {
  private static final long BY_ITSELF_MILLIS = 2000;
  private static final long INTERRUPTED_MILLIS = 1000;

  private LoopThread() {}

  /** Starts a loop. */
  static Thread start(Runnable loop, String name) {
    Thread thread = new Thread(loop, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Waits until a loop ends that was asked to, and where Kafka keeps it, interrupts it. */
  static @Nullable Void join(Thread thread) throws InterruptedException {
    thread.join(BY_ITSELF_MILLIS);
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(INTERRUPTED_MILLIS);
    }
    return null;
  }
}

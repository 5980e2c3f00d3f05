package dev.telltale.cli;

import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;

/**
 * Stops what a command started, last first, when it ends or Ctrl-C ends it, whichever comes first;
 * once.
 */
final class Shutdown implements AutoCloseable {
  private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
  private final CountDownLatch asked = new CountDownLatch(1);

  Shutdown() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  close();
                },
                "shutdown"));
  }

  /** Adds a step that runs before those added so far. */
  synchronized void before(Runnable step) {
    steps.push(step);
  }

  /** Whether Ctrl-C, or a signal, asked to stop. */
  boolean asked() {
    return asked.getCount() == 0;
  }

  /** Waits for Ctrl-C. */
  void await() throws InterruptedException {
    asked.await();
  }

  @Override
  public synchronized void close() {
    while (!steps.isEmpty()) {
      Runnable step = steps.pop();
      try {
        step.run();
      } catch (RuntimeException e) {
        System.err.println("telltale: while stopping: " + e.getMessage());
      }
    }
  }
}

package dev.telltale.cli;

import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/**
 * Stops what a command started, last first, when it ends or Ctrl-C ends it, whichever comes first;
 * once. After Ctrl-C it has {@value #LIMIT_SECONDS} seconds: what hangs by then is left as a crash
 * would leave it, which every start can take up again.
 */
final class Shutdown implements AutoCloseable {
  private static final int LIMIT_SECONDS = 9;

  /** As a shell tells of a process that SIGTERM ended. */
  private static final int TERMINATED = 143;

  private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> fault = new AtomicReference<>();

  Shutdown() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  Thread limit = endAfterLimit();
                  close();
                  limit.interrupt();
                },
                "shutdown"));
  }

  private Thread endAfterLimit() {
    Thread limit =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(LIMIT_SECONDS);
              } catch (InterruptedException e) {
                return;
              }
              System.err.println(
                  "telltale: ended with work unfinished, because stopping took "
                      + LIMIT_SECONDS
                      + " s; the next start takes it up again");
              Runtime.getRuntime().halt(fault.get() == null ? TERMINATED : ExitCode.USAGE);
            },
            "shutdown-limit");
    limit.setDaemon(true);
    limit.start();
    return limit;
  }

  /** Adds a step that runs before those added so far. */
  synchronized void before(Runnable step) {
    steps.push(step);
  }

  /** Asks to stop, because the command cannot go on. */
  void fail(String why) {
    fault.compareAndSet(null, why);
    asked.countDown();
  }

  /** Whether Ctrl-C, a signal or a fault asked to stop. */
  boolean asked() {
    return asked.getCount() == 0;
  }

  /**
   * Waits for Ctrl-C.
   *
   * @throws UsageException when it was a fault that asked to stop
   */
  void await() throws InterruptedException {
    asked.await();
    String why = fault.get();
    if (why != null) {
      throw new UsageException(why);
    }
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

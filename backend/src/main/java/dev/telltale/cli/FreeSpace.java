package dev.telltale.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command before the disk that it writes to is full. What fails on a full disk would fail
 * everywhere at once, and a broker could not even say so.
 */
final class FreeSpace implements AutoCloseable {
  private static final long MIB = 1024 * 1024;

  /** Enough for what is under way to be finished and written. */
  private static final long LEAST_MIB = 32;

  private static final long INTERVAL_MILLIS = 500;

  private final Path directory;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "free-space");
            thread.setDaemon(true);
            return thread;
          });

  private FreeSpace(Path directory) {
    this.directory = directory;
  }

  /**
   * Watches a directory's disk, from before anything is written until the end.
   *
   * @param directory made when missing
   * @param shutdown asked when too little is left
   * @throws UsageException when there is too little already, or the directory cannot be made
   */
  static void watch(Path directory, Shutdown shutdown) {
    FreeSpace space = new FreeSpace(directory);
    String fault = space.fault();
    if (fault != null) {
      throw new UsageException(fault);
    }
    space.clock.scheduleWithFixedDelay(
        () -> {
          String now = space.fault();
          if (now != null) {
            shutdown.fail(now);
          }
        },
        INTERVAL_MILLIS,
        INTERVAL_MILLIS,
        TimeUnit.MILLISECONDS);
    shutdown.before(space::close);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private @Nullable String fault() {
    try {
      Files.createDirectories(directory);
      long free = Files.getFileStore(directory).getUsableSpace() / MIB;
      return free >= LEAST_MIB
          ? null
          : "the disk of "
              + directory
              + " is full: "
              + free
              + " MiB are free, at least "
              + LEAST_MIB
              + " are needed; make room and start again, nothing is lost, or give another with"
              + " --state";
    } catch (IOException e) {
      return directory + ": cannot be used for state: " + e.getMessage();
    }
  }
}

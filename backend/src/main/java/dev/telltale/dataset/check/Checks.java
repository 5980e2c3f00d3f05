package dev.telltale.dataset.check;

import dev.telltale.dataset.DataSet;
import java.nio.file.Path;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that run in the background, one at a time, and what the last one of each data set found,
 * which outlives the process. Thread-safe; asking reads files, so never on an event loop.
 */
public final class Checks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

  private final Path directory;
  private final Function<DataSet, PictureReader> readers;
  private final int threads;
  private final ExecutorService runner =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "data-checks");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<DataSet, Run> runs = new IdentityHashMap<>();
  private final Map<DataSet, StoredReport> stores = new IdentityHashMap<>();

  /**
   * @param directory where reports are kept; made when first written to
   * @param readers of a data set's files
   * @param threads how many read at once, at least 1
   */
  public Checks(Path directory, Function<DataSet, PictureReader> readers, int threads) {
    this.directory = directory;
    this.readers = readers;
    this.threads = threads;
  }

  /** How a check stands. */
  public enum Phase {
    /** Nothing was asked for since this process began, and no report is kept. */
    NONE,
    /** Files are being opened. */
    RUNNING,
    /** There is a report. */
    DONE,
    /** Ended by an error. */
    FAILED,
    /** Ended because it was asked to. */
    CANCELLED
  }

  /**
   * How the check of a data set stands.
   *
   * @param phase of the last one
   * @param done pictures opened
   * @param total pictures in all
   * @param error why it failed; null if it did not
   * @param checkedAt when the report that is kept was finished; null without one
   */
  public record State(
      Phase phase, int done, int total, @Nullable String error, @Nullable Instant checkedAt) {}

  /** Another data set is being checked. */
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    Busy(String dataSet) {
      super("The data set " + dataSet + " is being checked; one is at a time.", null, false, false);
    }
  }

  /** One check on its way; fields are written by its thread. */
  private static final class Run {
    private volatile Phase phase = Phase.RUNNING;
    private volatile int done;
    private volatile boolean cancelled;
    private volatile @Nullable String error;
  }

  /** How the check of a data set stands. */
  public State state(DataSet dataSet) {
    Run run = run(dataSet);
    Instant checkedAt = store(dataSet).checkedAt();
    int total = dataSet.samples().size();
    return run == null
        ? new State(checkedAt == null ? Phase.NONE : Phase.DONE, 0, total, null, checkedAt)
        : new State(run.phase, run.done, total, run.error, checkedAt);
  }

  /** The last report of a data set as JSON; null without one. */
  public @Nullable String report(DataSet dataSet) {
    return store(dataSet).report();
  }

  /**
   * Starts a check, if this data set's is not running already.
   *
   * @throws Busy when another's is
   */
  public synchronized void start(DataSet dataSet) {
    for (Map.Entry<DataSet, Run> other : runs.entrySet()) {
      if (other.getValue().phase == Phase.RUNNING) {
        if (other.getKey() == dataSet) {
          return;
        }
        throw new Busy(other.getKey().name());
      }
    }
    Run run = new Run();
    runs.put(dataSet, run);
    runner.execute(() -> run(dataSet, run));
  }

  /** Asks the check of a data set to end, if it is running; it will within a few pictures. */
  public void cancel(DataSet dataSet) {
    Run run = run(dataSet);
    if (run != null) {
      run.cancelled = true;
    }
  }

  /** What tells this data set, as it was opened, from any other. */
  public String key(DataSet dataSet) {
    return store(dataSet).key();
  }

  /** Ends what is running. */
  @Override
  public synchronized void close() {
    runs.values().forEach(run -> run.cancelled = true);
    runner.shutdown();
  }

  private synchronized @Nullable Run run(DataSet dataSet) {
    return runs.get(dataSet);
  }

  /** Under a lock of its own: the key of a million pictures takes a second, ending must not. */
  private StoredReport store(DataSet dataSet) {
    synchronized (stores) {
      return stores.computeIfAbsent(dataSet, opened -> StoredReport.of(directory, opened));
    }
  }

  private void run(DataSet dataSet, Run run) {
    try {
      CheckReport report =
          new DataCheck(dataSet, readers.apply(dataSet), threads)
              .run(done -> run.done = done, () -> run.cancelled, Findings.NONE);
      store(dataSet).write(report, Instant.now());
      run.phase = Phase.DONE;
    } catch (CancellationException e) {
      run.phase = Phase.CANCELLED;
    } catch (RuntimeException e) {
      LOG.warn("the check of {} failed", dataSet.name(), e);
      run.error = String.valueOf(e.getMessage());
      run.phase = Phase.FAILED;
    }
  }
}

package dev.telltale.dataset.check;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.SampleTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Looks a data set over: counts what its columns tell, opens every picture and mask once, and finds
 * what is wrong, what is there twice, and what goes with what. Holds some tens of bytes a picture,
 * whatever the pictures' size.
 *
 * @param dataSet opened leniently, if what reading passed over is to be told too
 * @param reader of its files
 * @param threads how many read at once, at least 1
 */
public record DataCheck(DataSet dataSet, PictureReader reader, int threads) {
  /** Pictures that a thread takes at once. */
  private static final int CHUNK = 16;

  /** Chunks that are read ahead of the slowest, for each thread. */
  private static final int AHEAD = 8;

  /**
   * Runs; blocks until it is done. The same files give the same report, however many threads.
   *
   * @param progress is told how many pictures have been opened, on this thread
   * @param cancelled is asked before each picture, on any thread
   * @param findings hears of everything found, on this thread
   * @throws CancellationException when cancelled, or this thread is interrupted
   */
  public CheckReport run(IntConsumer progress, BooleanSupplier cancelled, Findings findings) {
    Overview overview = Overview.of(dataSet);
    FileTally tally = new FileTally(dataSet, findings);
    ExecutorService pool = Executors.newFixedThreadPool(threads, DataCheck::thread);
    try {
      open(pool, tally, progress, cancelled);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cancellation();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
    return new CheckReport(
        CheckReport.VERSION, dataSet.name(), dataSet.layout(), overview, tally.result());
  }

  private void open(
      ExecutorService pool, FileTally tally, IntConsumer progress, BooleanSupplier cancelled)
      throws InterruptedException, ExecutionException {
    int pictures = dataSet.samples().size();
    Deque<Future<List<OpenedPicture>>> ahead = new ArrayDeque<>();
    int begun = 0;
    int done = 0;
    while (done < pictures) {
      while (begun < pictures && ahead.size() < threads * AHEAD) {
        int from = begun;
        int to = Math.min(pictures, from + CHUNK);
        ahead.add(pool.submit(() -> chunk(from, to, cancelled)));
        begun = to;
      }
      List<OpenedPicture> chunk = ahead.remove().get();
      chunk.forEach(tally::add);
      done += chunk.size();
      progress.accept(done);
    }
  }

  private List<OpenedPicture> chunk(int from, int to, BooleanSupplier cancelled) {
    SampleTable samples = dataSet.samples();
    List<OpenedPicture> opened = new ArrayList<>(to - from);
    for (int place = from; place < to; place++) {
      if (cancelled.getAsBoolean()) {
        throw cancellation();
      }
      opened.add(OpenedPicture.open(samples, place, reader));
    }
    return opened;
  }

  private static CancellationException cancellation() {
    return new CancellationException("the check was cancelled");
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "data-check");
    thread.setDaemon(true);
    return thread;
  }
}

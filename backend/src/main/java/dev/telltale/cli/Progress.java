package dev.telltale.cli;

/** A progress bar on a terminal; silent elsewhere. Thread-safe. */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final String verb;
  private final long total;
  private final long before;
  private final boolean shown = Home.terminal();
  private final long start = System.nanoTime();
  private long drawnAt;
  private boolean drawn;

  /**
   * @param verb what has happened to the items so far, e.g. {@code scored}
   * @param total how many there are
   */
  Progress(String verb, long total) {
    this(verb, total, 0);
  }

  /**
   * @param before how many were done at the start; their speed is not this run's
   */
  Progress(String verb, long total, long before) {
    this.verb = verb;
    this.total = total;
    this.before = before;
  }

  synchronized void set(long done) {
    long now = System.nanoTime();
    if (!shown || (done < total && now - drawnAt < REDRAW_NANOS)) {
      return;
    }
    drawnAt = now;
    drawn = true;
    int filled = total == 0 ? WIDTH : (int) (WIDTH * Math.min(done, total) / total);
    double seconds = (now - start) / 1e9;
    System.err.printf(
        "\r%s%s %,d of %,d %s, %.0f a second\u001b[K",
        "█".repeat(filled),
        "░".repeat(WIDTH - filled),
        done,
        total,
        verb,
        (done - before) / Math.max(seconds, 0.001));
  }

  @Override
  public synchronized void close() {
    if (drawn) {
      System.err.println();
      drawn = false;
    }
  }
}

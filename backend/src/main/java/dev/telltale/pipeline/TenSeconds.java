package dev.telltale.pipeline;

/** Sum and count of a measure over the last ten seconds, in one-second steps. Not thread-safe. */
final class TenSeconds {
  private static final int SECONDS = 10;

  private final double[] sums = new double[SECONDS];
  private final long[] counts = new long[SECONDS];
  private final long start;
  private long second;

  TenSeconds(long nowNanos) {
    start = nowNanos;
  }

  void add(double value, long nowNanos) {
    advance(nowNanos);
    sums[(int) (second % SECONDS)] += value;
    counts[(int) (second % SECONDS)]++;
  }

  /** Mean of the values; NaN when there were none. */
  double mean(long nowNanos) {
    advance(nowNanos);
    long n = 0;
    for (long count : counts) {
      n += count;
    }
    return n == 0 ? Double.NaN : sum() / n;
  }

  /** Sum of the values per second of the window that has passed. */
  double perSecond(long nowNanos) {
    advance(nowNanos);
    double passed = Math.max(1, Math.min(SECONDS, (nowNanos - start) / 1e9));
    return sum() / passed;
  }

  private double sum() {
    double sum = 0;
    for (double value : sums) {
      sum += value;
    }
    return sum;
  }

  private void advance(long nowNanos) {
    long now = (nowNanos - start) / 1_000_000_000L;
    for (long s = Math.max(second + 1, now - SECONDS + 1); s <= now; s++) {
      sums[(int) (s % SECONDS)] = 0;
      counts[(int) (s % SECONDS)] = 0;
    }
    second = Math.max(second, now);
  }
}

package dev.telltale.stats;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/**
 * Wilson's score interval of a proportion (Wilson 1927), which stays inside [0,1] and keeps its
 * coverage in small groups and near 0 and 1, where the normal interval fails.
 */
public final class Wilson {
  private Wilson() {}

  /**
   * The proportion and its interval, without continuity correction.
   *
   * @param successes in 0..n
   * @param n trials; 0 gives the value NaN in the interval [0,1], all that is known
   * @param level confidence, in (0,1), e.g. 0.95
   * @throws IllegalArgumentException if a figure is out of its range
   * @throws ArithmeticException if n exceeds an int
   */
  public static Proportion interval(long successes, long n, double level) {
    if (!(level > 0 && level < 1) || successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          successes + " of " + n + " at confidence level " + level + " is no proportion");
    }
    if (n == 0) {
      return new Proportion(Double.NaN, 0, 1, 0);
    }
    Interval interval =
        BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(
            Math.toIntExact(n), Math.toIntExact(successes), 1 - level);
    return new Proportion(
        (double) successes / n,
        Math.max(0, interval.getLowerBound()),
        Math.min(1, interval.getUpperBound()),
        n);
  }
}

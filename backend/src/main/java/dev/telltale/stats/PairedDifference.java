package dev.telltale.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How much the share of successes changes on the same items: before minus after, with the interval
 * of Agresti and Min (2005), which adds half an item to each of the four cells, and the exact test
 * of McNemar (1947).
 *
 * @param lost items that succeeded before and fail after
 * @param gained items that failed before and succeed after
 * @param n items, at least 1
 */
public record PairedDifference(int lost, int gained, int n) {
  /** Checks the counts. */
  public PairedDifference {
    if (n < 1 || lost < 0 || gained < 0 || lost + gained > n) {
      throw new IllegalArgumentException(lost + " lost and " + gained + " gained of " + n);
    }
  }

  /**
   * Counts.
   *
   * @throws IllegalArgumentException if they differ in length or are empty
   */
  public static PairedDifference of(boolean[] before, boolean[] after) {
    Pairs.check(before.length, after.length);
    int lost = 0;
    int gained = 0;
    for (int i = 0; i < before.length; i++) {
      lost += before[i] && !after[i] ? 1 : 0;
      gained += !before[i] && after[i] ? 1 : 0;
    }
    return new PairedDifference(lost, gained, before.length);
  }

  /**
   * The drop with its interval.
   *
   * @param level confidence, in (0,1)
   * @return in [−1,1], above 0 where success is lost
   */
  public Estimate drop(double level) {
    double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2);
    double all = n + 2.0;
    double middle = (lost - gained) / all;
    double changed = (lost + gained + 1) / all;
    double half = z * Math.sqrt((changed - middle * middle) / all);
    return new Estimate(
        (double) (lost - gained) / n, Math.max(-1, middle - half), Math.min(1, middle + half), n);
  }

  /** The two-sided p-value of no change; 1 where nothing changed. */
  public double pValue() {
    // Twice the lower tail. Commons' BinomialTest adds up what is no likelier than what was seen,
    // and by a rounding leaves out what is as likely.
    BinomialDistribution halves = BinomialDistribution.of(lost + gained, 0.5);
    return Math.min(1, 2 * halves.cumulativeProbability(Math.min(lost, gained)));
  }
}

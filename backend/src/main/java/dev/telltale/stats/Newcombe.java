package dev.telltale.stats;

import java.util.List;

/**
 * The difference of two independent proportions with Newcombe's hybrid score interval (Newcombe
 * 1998, method 10), built of {@link Wilson}'s; and the mean of such differences over strata, its
 * ends by the same recovery of variances (Zou and Donner 2008). Both keep their coverage with few
 * trials and near 0 and 1, where a bootstrap of counts has no spread left.
 */
public final class Newcombe {
  private Newcombe() {}

  /**
   * a/n − b/m.
   *
   * @param n at least 1
   * @param m at least 1
   * @param level confidence, in (0,1)
   * @return in [−1,1]; over n + m trials
   * @throws IllegalArgumentException if a figure is out of its range
   */
  public static Estimate difference(long a, long n, long b, long m, double level) {
    if (n < 1 || m < 1) {
      throw new IllegalArgumentException("a difference of " + n + " and " + m + " trials");
    }
    Proportion p = Wilson.interval(a, n, level);
    Proportion q = Wilson.interval(b, m, level);
    double value = p.value() - q.value();
    return new Estimate(
        value,
        value - Math.hypot(p.value() - p.low(), q.high() - q.value()),
        value + Math.hypot(p.high() - p.value(), q.value() - q.low()),
        n + m);
  }

  /**
   * The mean of differences from independent strata, each counting the same.
   *
   * @param strata with their intervals at one level; at least one
   * @return over the trials of all
   */
  public static Estimate mean(List<Estimate> strata) {
    if (strata.isEmpty()) {
      throw new IllegalArgumentException("a mean of no strata");
    }
    double sum = 0;
    double below = 0;
    double above = 0;
    long n = 0;
    for (Estimate one : strata) {
      sum += one.value();
      below += Math.pow(one.value() - one.low(), 2);
      above += Math.pow(one.high() - one.value(), 2);
      n += one.n();
    }
    int count = strata.size();
    double mean = sum / count;
    return new Estimate(mean, mean - Math.sqrt(below) / count, mean + Math.sqrt(above) / count, n);
  }
}

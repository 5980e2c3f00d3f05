package dev.telltale.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Fisher's z (Fisher 1921): artanh r is nearly normal where r is not, so an interval is laid there
 * and brought back, and never leaves [−1,1].
 */
final class FisherZ {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private FisherZ() {}

  /**
   * The interval of a correlation.
   *
   * @param r in [−1,1]; NaN gives an interval of NaN
   * @param error the standard error of artanh r
   * @param level confidence, in (0,1)
   */
  static Estimate interval(double r, double error, double level, long n) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("confidence level " + level + " is not in (0,1)");
    }
    double z = (Math.log1p(r) - Math.log1p(-r)) / 2;
    double half = NORMAL.inverseCumulativeProbability((1 + level) / 2) * error;
    return new Estimate(r, Math.tanh(z - half), Math.tanh(z + half), n);
  }
}

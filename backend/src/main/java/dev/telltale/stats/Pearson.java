package dev.telltale.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Pearson's product-moment correlation of pairs (Pearson 1895).
 *
 * <p>The sums are taken here, of deviations: libraries that reach r through r² (Commons Math,
 * Hipparchus) lose all digits of an r below 1e−8.
 *
 * @param r in [−1,1]; NaN when either variable never changes, when there are fewer than two pairs
 *     or when a value is not finite
 * @param n how many pairs
 */
public record Pearson(double r, int n) {

  /**
   * The correlation of x and y.
   *
   * @throws IllegalArgumentException if they differ in length
   */
  public static Pearson of(double[] x, double[] y) {
    Pairs.check(x.length, y.length);
    Deviations dx = Deviations.of(x);
    Deviations dy = Deviations.of(y);
    double r = dx.products(dy) / Math.sqrt(dx.squares() * dy.squares());
    return new Pearson(Math.max(-1, Math.min(1, r)), x.length);
  }

  /**
   * The two-sided p-value of no correlation, by Student's t = r·√((n − 2)/(1 − r²)) with n − 2
   * degrees of freedom: exact for normal variables, approximate for others. In [0,1]; 1 for two
   * pairs, through which a line always goes; NaN where r is.
   */
  public double pValue() {
    if (Double.isNaN(r) || n == 2) {
      return r * r; // 1, or NaN
    }
    double t = Math.abs(r) * Math.sqrt((n - 2) / ((1 - r) * (1 + r)));
    return Math.min(1, 2 * TDistribution.of(n - 2).survivalProbability(t));
  }

  /**
   * The correlation with its interval on Fisher's z, with standard error 1/√(n − 3) (Fisher 1921).
   * The ends are NaN for fewer than four pairs and where r is; both are r where that is ±1.
   *
   * @param level confidence, in (0,1), e.g. 0.95
   */
  public Estimate interval(double level) {
    return FisherZ.interval(r, n < 4 ? Double.NaN : 1 / Math.sqrt(n - 3.0), level, n);
  }
}

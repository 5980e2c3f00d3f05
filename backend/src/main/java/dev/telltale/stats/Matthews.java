package dev.telltale.stats;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The Matthews correlation coefficient (Matthews 1975), MCC or φ: Pearson's r of two binary
 * variables, (n11·n00 − n10·n01) / √(a1·a0·b1·b0) over the sums of rows and columns of their {@link
 * TwoByTwo}. 1 when they are equal, 0 when independent, −1 when opposite.
 *
 * <p>NaN when either never changes, or without items: nothing can be said of a relation. (Some
 * libraries, scikit-learn among them, say 0 there.)
 */
public final class Matthews {
  private static final ChiSquaredDistribution ONE_DEGREE = ChiSquaredDistribution.of(1);

  private Matthews() {}

  /**
   * The coefficient of two binary variables, one pair of values per item.
   *
   * @throws IllegalArgumentException if a and b differ in length
   */
  public static double of(boolean[] a, boolean[] b) {
    return of(TwoByTwo.of(a, b));
  }

  /** The coefficient of counts of any size. */
  public static double of(TwoByTwo counts) {
    double a1 = counts.n10() + counts.n11();
    double a0 = counts.n00() + counts.n01();
    double b1 = counts.n01() + counts.n11();
    double b0 = counts.n00() + counts.n10();
    double covariance = (double) counts.n11() * counts.n00() - (double) counts.n10() * counts.n01();
    double r = covariance / (Math.sqrt(a1 * b1) * Math.sqrt(a0 * b0));
    return Math.max(-1, Math.min(1, r));
  }

  /**
   * The coefficient with its interval on Fisher's z, whose variance is that of the influence
   * function of a correlation, z_a·z_b − φ·(z_a² + z_b²)/2 in standardised variables (Devlin,
   * Gnanadesikan and Kettenring 1975); 1/(n − 3) would hold for normal variables, not for binary
   * ones.
   *
   * <p>At exactly ±1 the sample shows no spread from which to tell an error: the ends are NaN, as
   * they are where the coefficient is.
   *
   * @param level confidence, in (0,1), e.g. 0.95; approximate, for some tens of items or more
   */
  public static Estimate interval(TwoByTwo counts, double level) {
    double n = counts.n();
    double a = (counts.n10() + counts.n11()) / n; // share of true
    double b = (counts.n01() + counts.n11()) / n;
    double phi = of(counts);
    double variance =
        (counts.n00() * square(influence(-a, -b, a, b, phi))
                + counts.n01() * square(influence(-a, 1 - b, a, b, phi))
                + counts.n10() * square(influence(1 - a, -b, a, b, phi))
                + counts.n11() * square(influence(1 - a, 1 - b, a, b, phi)))
            / n;
    double error = Math.abs(phi) == 1 ? Double.NaN : Math.sqrt(variance / n) / (1 - phi * phi);
    return FisherZ.interval(phi, error, level, counts.n());
  }

  /**
   * The p-value of independence by Pearson's χ² test with one degree of freedom, n·φ²; approximate,
   * for expected counts of five or more. In [0,1]; NaN where the coefficient is.
   */
  public static double pValue(TwoByTwo counts) {
    double phi = of(counts);
    return Double.isNaN(phi) ? phi : ONE_DEGREE.survivalProbability(counts.n() * phi * phi);
  }

  private static double influence(double da, double db, double a, double b, double phi) {
    double za = da / Math.sqrt(a * (1 - a));
    double zb = db / Math.sqrt(b * (1 - b));
    return za * zb - phi * (za * za + zb * zb) / 2;
  }

  private static double square(double value) {
    return value * value;
  }
}

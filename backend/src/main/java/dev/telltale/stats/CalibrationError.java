package dev.telltale.stats;

import org.jspecify.annotations.Nullable;

/**
 * The expected calibration error (Naeini et al. 2015; Guo et al. 2017): predictions are put into
 * bins by their confidence, and it is Σ n_b/n · |share right − mean confidence| over the bins, in
 * [0,1]. It is above 0 by chance alone, the more so the fewer the items of a bin: show beside it
 * what it would be if every confidence were true.
 */
public final class CalibrationError {
  private CalibrationError() {}

  /**
   * With bins of equal width: bin b has confidences from b/B to below (b+1)/B, the last one 1 too.
   *
   * @param confidence in [0,1], of each item
   * @param right whether it was right
   * @param weight how often an item counts, as in a resample; null for once each
   * @param bins B, at least 1
   * @return NaN without items
   */
  public static double equalWidth(
      double[] confidence, boolean[] right, int @Nullable [] weight, int bins) {
    double[] gap = new double[bins];
    long n = 0;
    for (int i = 0; i < confidence.length; i++) {
      int times = weight == null ? 1 : weight[i];
      int bin = Math.min(bins - 1, (int) (confidence[i] * bins));
      gap[bin] += times * ((right[i] ? 1 : 0) - confidence[i]);
      n += times;
    }
    return sum(gap, n);
  }

  /**
   * With bins of equally many items: the item of rank i (from 0) of n is in bin ⌊i·B/n⌋, and items
   * of equal confidence are all in the bin of the first of them, so that their order tells nothing.
   *
   * @param confidence in [0,1], of each item, rising
   * @param right whether it was right
   * @param weight how often an item counts, as in a resample; null for once each
   * @param bins B, at least 1
   * @return NaN without items
   */
  public static double equalCount(
      double[] confidence, boolean[] right, int @Nullable [] weight, int bins) {
    long n = confidence.length;
    if (weight != null) {
      n = 0;
      for (int times : weight) {
        n += times;
      }
    }
    double[] gap = new double[bins];
    long rank = 0;
    int bin = 0;
    double last = Double.NaN;
    for (int i = 0; i < confidence.length; i++) {
      int times = weight == null ? 1 : weight[i];
      if (times == 0) {
        continue;
      }
      if (confidence[i] != last) {
        bin = (int) (rank * bins / n);
        last = confidence[i];
      }
      gap[bin] += times * ((right[i] ? 1 : 0) - confidence[i]);
      rank += times;
    }
    return sum(gap, n);
  }

  private static double sum(double[] gaps, long n) {
    double sum = 0;
    for (double gap : gaps) {
      sum += Math.abs(gap);
    }
    return sum / n;
  }
}

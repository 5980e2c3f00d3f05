package dev.telltale.screening;

import java.util.Arrays;
import java.util.List;

/**
 * The bins of a histogram of rank percentiles, and what a stream like the reference has in each.
 */
final class RankBins {
  /** How many there are, each of the same width. */
  static final int COUNT = 20;

  private RankBins() {}

  /**
   * The bin of a percentile.
   *
   * @param percentile in [0,1]; 1 belongs to the last bin
   */
  static int of(double percentile) {
    return (int) Math.min(COUNT - 1, percentile * COUNT);
  }

  /**
   * The shares of a stream like the reference, in [0,1] and 1 together. They differ: where the
   * reference has equal values, as with a feature that is 0 on many images, an image of the stream
   * has that value as often, and all of these one percentile. Where it has none, an image falls
   * between two of the reference, or beyond the first or last, each as likely as the other; with
   * few images of the reference the bins have not all as many such places.
   *
   * @param quantiles of the reference, rising, at least one
   */
  static List<Double> expected(double[] quantiles) {
    int size = quantiles.length;
    double[] shares = new double[COUNT];
    int from = 0;
    while (from < size) {
      int to = equals(quantiles, from);
      if (to - from > 1) {
        shares[of((from + to) / 2.0 / size)] += (to - from) / (double) size;
      } else {
        while (to < size && equals(quantiles, to) == to + 1) {
          to++;
        }
        double each = (to - from) / (double) size / (to - from + 1);
        for (int place = from; place <= to; place++) {
          shares[of((double) place / size)] += each;
        }
      }
      from = to;
    }
    return Arrays.stream(shares).boxed().toList();
  }

  /** The end, exclusive, of the values that equal the one there. */
  private static int equals(double[] quantiles, int from) {
    int to = from + 1;
    while (to < quantiles.length && quantiles[to] == quantiles[from]) {
      to++;
    }
    return to;
  }
}

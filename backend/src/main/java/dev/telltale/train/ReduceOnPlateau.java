package dev.telltale.train;

import java.util.List;

/**
 * A lower rate when the stopping loss is no longer getting better (torch's ReduceLROnPlateau, mode
 * min, relative threshold). A function of the losses so far, so there is nothing to keep.
 *
 * @param factor of the new rate, above 0 and below 1
 * @param patience epochs without a better loss that are let pass, 0 or more
 */
public record ReduceOnPlateau(double factor, int patience) {
  /** A loss is better when it is below the best by this share. */
  static final double THRESHOLD = 1e-4;

  /** A change of the rate that is smaller is not made. */
  private static final double LEAST_CHANGE = 1e-8;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public ReduceOnPlateau {
    if (!(factor > 0 && factor < 1) || patience < 0) {
      throw new IllegalArgumentException(
          "a plateau needs a factor between 0 and 1 and a patience of 0 or more, not %s and %d"
              .formatted(factor, patience));
    }
  }

  /**
   * The rate of the next epoch.
   *
   * @param losses of the stopping split after each epoch, in order
   * @param first the rate of the first epoch
   */
  public double rate(List<Double> losses, double first) {
    double rate = first;
    double best = Double.POSITIVE_INFINITY;
    int bad = 0;
    for (double loss : losses) {
      if (loss < best * (1 - THRESHOLD)) {
        best = loss;
        bad = 0;
      } else {
        bad++;
      }
      if (bad > patience) {
        double lower = rate * factor;
        rate = rate - lower > LEAST_CHANGE ? lower : rate;
        bad = 0;
      }
    }
    return rate;
  }
}

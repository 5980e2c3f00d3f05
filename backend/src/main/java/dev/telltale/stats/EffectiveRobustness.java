package dev.telltale.stats;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Effective robustness (Moayeri et al. 2023, "Spuriosity Rankings", appendix, fig. 13; after Taori
 * et al. 2020): how much better a model does on images of low spuriosity than its accuracy on
 * images of high spuriosity foretells, acc_low − β(acc_high), with β the least-squares line over
 * all models. In the accuracies' unit; above 0 is more robust than the others.
 */
public final class EffectiveRobustness {

  /** Below this many models a line says little, and {@link #leaveOneOut} refuses. */
  public static final int FEWEST_MODELS = 10;

  private EffectiveRobustness() {}

  /**
   * The residuals on the line over all models, the paper's figure. A model draws the line towards
   * itself, so among few models its own residual is too small; see {@link #leaveOneOut}.
   *
   * @param high accuracy of each model on the images of highest spuriosity
   * @param low accuracy of each on those of lowest spuriosity
   * @return one per model; NaN when all have the same accuracy on high, or there is one model
   * @throws IllegalArgumentException if high and low differ in length
   */
  public static double[] of(double[] high, double[] low) {
    LeastSquaresLine line = LeastSquaresLine.of(high, low);
    return IntStream.range(0, low.length).mapToDouble(i -> low[i] - line.at(high[i])).toArray();
  }

  /**
   * The residual of each model on the line over the others.
   *
   * @throws IllegalArgumentException if high and low differ in length, or there are fewer than
   *     {@link #FEWEST_MODELS}
   */
  public static double[] leaveOneOut(double[] high, double[] low) {
    Pairs.check(high.length, low.length);
    if (high.length < FEWEST_MODELS) {
      throw new IllegalArgumentException(
          "effective robustness needs at least %d models for its line, there are %d"
              .formatted(FEWEST_MODELS, high.length));
    }
    double[] result = new double[high.length];
    Arrays.setAll(
        result, i -> low[i] - LeastSquaresLine.of(without(high, i), without(low, i)).at(high[i]));
    return result;
  }

  private static double[] without(double[] values, int left) {
    return IntStream.range(0, values.length)
        .filter(i -> i != left)
        .mapToDouble(i -> values[i])
        .toArray();
  }
}

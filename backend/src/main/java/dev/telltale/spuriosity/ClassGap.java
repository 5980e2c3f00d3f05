package dev.telltale.spuriosity;

import dev.telltale.stats.Estimate;
import dev.telltale.stats.Newcombe;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * The spurious gap of a model on one class (Moayeri et al. 2023, sec. 4.2): accuracy on the k
 * images of highest spuriosity minus accuracy on the k of lowest. Above 0 the model needs the cue;
 * below 0 the cue leads it to another class.
 *
 * @param classIndex the class
 * @param k images at each end
 * @param highRight how many of the highest the model gets right
 * @param lowRight how many of the lowest
 * @param gap in [−1,1] with Newcombe's interval, n = 2k
 * @param pValue of no difference: which of the 2k images are the high ones is permuted, all ways at
 *     once (Fisher's exact test, two-sided)
 * @param neverPredicted whether the model gives this class to no image at all, so that a gap of 0
 *     says nothing about cues
 */
public record ClassGap(
    int classIndex,
    int k,
    int highRight,
    int lowRight,
    Estimate gap,
    double pValue,
    boolean neverPredicted) {

  /**
   * The gap of a model.
   *
   * @param ends not missing
   * @param level confidence of the interval, in (0,1)
   */
  public static ClassGap of(Ends ends, Predictions predictions, double level) {
    int high = count(predictions.right(), ends.high());
    int low = count(predictions.right(), ends.low());
    int k = ends.k();
    return new ClassGap(
        ends.classIndex(),
        k,
        high,
        low,
        Newcombe.difference(high, k, low, k, level),
        pValue(high, low, k),
        !predictions.predicted()[ends.classIndex()]);
  }

  /** The gap itself. */
  public double value() {
    return gap.value();
  }

  /** Accuracy on the images of highest spuriosity, 0 to 1. */
  public double accuracyHigh() {
    return (double) highRight / k;
  }

  /** Accuracy on the images of lowest spuriosity, 0 to 1. */
  public double accuracyLow() {
    return (double) lowRight / k;
  }

  private static int count(boolean[] right, int[] places) {
    int count = 0;
    for (int place : places) {
      count += right[place] ? 1 : 0;
    }
    return count;
  }

  private static double pValue(int high, int low, int k) {
    // All right or all wrong: every permutation is the same.
    return high + low == 0 || high + low == 2 * k
        ? 1
        : FisherExactTest.withDefaults()
            .test(new int[][] {{high, k - high}, {low, k - low}})
            .getPValue();
  }
}

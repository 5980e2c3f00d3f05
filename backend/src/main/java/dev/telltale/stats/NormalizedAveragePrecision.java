package dev.telltale.stats;

import java.util.Arrays;

/**
 * Normalised average precision, AP_N (Hoiem, Chodpathumwan and Dai 2012, "Diagnosing error in
 * object detectors", sec. 2.1): average precision as it would be with N positives, at the same
 * recalls and false positives. The precision at recall R with FP false positives is R·N / (R·N +
 * FP), so a class does not look worse for being rare.
 *
 * <p>Equal scores are one threshold. NaN without a positive. With N the number of positives it is
 * {@link AveragePrecision}.
 */
public final class NormalizedAveragePrecision {
  private NormalizedAveragePrecision() {}

  /**
   * AP_N of one class.
   *
   * @param positive one per item
   * @param scores one per item, higher for what should be positive
   * @param n how many positives to reckon with, > 0
   * @throws IllegalArgumentException if n is not above 0, a score is NaN or the lengths differ
   */
  public static double of(boolean[] positive, double[] scores, double n) {
    if (!(n > 0 && n <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("N is " + n + ", it must be above 0 and finite");
    }
    return of(RankedLabels.of(positive, scores), n);
  }

  /**
   * AP_N of several classes, with N the mean number of positives of all of them.
   *
   * @param positive [K][items]
   * @param scores [K][items]
   * @return [K]; NaN for a class that all items have or none, which no score could rank
   * @throws IllegalArgumentException if a score is NaN or the shapes differ
   */
  public static double[] perClass(boolean[][] positive, double[][] scores) {
    double positives = 0;
    for (boolean[] column : positive) {
      positives += RankedLabels.of(column, new double[column.length]).positives();
    }
    return perClass(positive, scores, positives / positive.length);
  }

  /** AP_N of several classes with a given N; see {@link #perClass(boolean[][], double[][])}. */
  public static double[] perClass(boolean[][] positive, double[][] scores, double n) {
    Pairs.check(positive.length, scores.length);
    double[] result = new double[positive.length];
    Arrays.setAll(
        result,
        k -> {
          RankedLabels ranked = RankedLabels.of(positive[k], scores[k]);
          return ranked.positives() == 0 || ranked.negatives() == 0 ? Double.NaN : of(ranked, n);
        });
    return result;
  }

  static double of(RankedLabels ranked, double n) {
    double positives = ranked.positives();
    double sum = 0;
    double before = 0;
    for (int k = 0; k < ranked.truePositives().length; k++) {
      double recall = ranked.truePositives()[k] / positives;
      if (recall > before) {
        sum += (recall - before) * (recall * n / (recall * n + ranked.falsePositives()[k]));
      }
      before = recall;
    }
    return positives == 0 ? Double.NaN : sum;
  }
}

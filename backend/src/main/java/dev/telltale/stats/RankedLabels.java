package dev.telltale.stats;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * True and false positives at every threshold of a score, from the highest down. Equal scores are
 * one threshold: no order among them is made up.
 *
 * @param truePositives at each threshold [T], the last being all positives
 * @param falsePositives at each threshold [T]
 */
record RankedLabels(long[] truePositives, long[] falsePositives) {

  /**
   * Ranks items by score.
   *
   * @throws IllegalArgumentException if a score is NaN or the lengths differ
   */
  static RankedLabels of(boolean[] positive, double[] scores) {
    Pairs.check(positive.length, scores.length);
    int[] order = new int[scores.length];
    for (int i = 0; i < order.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("score " + i + " is NaN and cannot be ranked");
      }
      order[i] = i;
    }
    IntArrays.quickSort(order, (i, j) -> Double.compare(scores[j], scores[i]));
    long[] truePositives = new long[order.length];
    long[] falsePositives = new long[order.length];
    int thresholds = 0;
    long positives = 0;
    for (int rank = 0; rank < order.length; rank++) {
      positives += positive[order[rank]] ? 1 : 0;
      if (rank + 1 == order.length || scores[order[rank + 1]] != scores[order[rank]]) {
        truePositives[thresholds] = positives;
        falsePositives[thresholds++] = rank + 1 - positives;
      }
    }
    return new RankedLabels(
        Arrays.copyOf(truePositives, thresholds), Arrays.copyOf(falsePositives, thresholds));
  }

  /** All positives. */
  long positives() {
    return truePositives.length == 0 ? 0 : truePositives[truePositives.length - 1];
  }

  /** All negatives. */
  long negatives() {
    return falsePositives.length == 0 ? 0 : falsePositives[falsePositives.length - 1];
  }
}

package dev.telltale.stats;

import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * The area under the ROC curve: the chance that a random positive scores above a random negative,
 * equal scores counting half (Hanley and McNeil 1982), which is Mann and Whitney's U over the
 * number of pairs. In [0,1], ½ for a score that knows nothing; NaN without a positive or without a
 * negative.
 */
public final class RocAuc {
  private RocAuc() {}

  /**
   * The area of a score.
   *
   * @param positive one per item
   * @param scores one per item, higher for what should be positive
   * @throws IllegalArgumentException if a score is NaN or the lengths differ
   */
  public static double of(boolean[] positive, double[] scores) {
    Pairs.check(positive.length, scores.length);
    double[] positives = pick(positive, scores, true);
    double[] negatives = pick(positive, scores, false);
    if (positives.length == 0 || negatives.length == 0) {
      return Double.NaN;
    }
    return MannWhitneyUTest.withDefaults().statistic(positives, negatives)
        / ((double) positives.length * negatives.length);
  }

  private static double[] pick(boolean[] positive, double[] scores, boolean which) {
    return IntStream.range(0, scores.length)
        .filter(i -> positive[i] == which)
        .mapToDouble(i -> scores[i] + 0.0) // the ranking would put −0 below 0
        .peek(RocAuc::refuseNan)
        .toArray();
  }

  private static void refuseNan(double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("a score is NaN and cannot be ranked");
    }
  }
}

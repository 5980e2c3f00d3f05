package dev.telltale.stats;

/**
 * Average precision, AP: the precision at each threshold of a score, weighted by the recall gained
 * there, Σ (R_k − R_{k−1})·P_k, without interpolation. In (0,1]; a score that knows nothing gets
 * about the share of positives, so compare classes of different prevalence by {@link
 * NormalizedAveragePrecision}.
 *
 * <p>Equal scores are one threshold. NaN without a positive. (scikit-learn says 0 there.)
 */
public final class AveragePrecision {
  private AveragePrecision() {}

  /**
   * The average precision of a score.
   *
   * @param positive one per item
   * @param scores one per item, higher for what should be positive; infinities may be among them
   * @throws IllegalArgumentException if a score is NaN or the lengths differ
   */
  public static double of(boolean[] positive, double[] scores) {
    RankedLabels ranked = RankedLabels.of(positive, scores);
    return ranked.positives() == 0
        ? Double.NaN
        : NormalizedAveragePrecision.of(ranked, ranked.positives());
  }
}

package dev.telltale.saliency;

import dev.telltale.stats.MeanAndError;
import dev.telltale.stats.Moments;

/**
 * How much a classifier looks at the same place for a target and for a protected attribute: the
 * mean over images of B(GradCAM_t(x), GradCAM_p(x)) (Attention-IoU, sec. 3.3, eq. 2).
 *
 * @param score the mean over the images where both maps look somewhere, with its standard error
 * @param zeroMaps images left out because one of their maps is all zero
 */
public record HeatmapScore(MeanAndError score, long zeroMaps) {

  /**
   * The heatmap score of a set of images.
   *
   * @param target attention maps of the target, one row per image [N][h·w]
   * @param other attention maps of the protected attribute for the same images [N][h·w]
   * @throws IllegalArgumentException if the numbers of images or the sizes of the maps differ
   */
  public static HeatmapScore of(float[][] target, float[][] other) {
    Moments moments = Moments.NONE;
    long zeroMaps = 0;
    for (double score : perImage(target, other)) {
      if (Double.isNaN(score)) {
        zeroMaps++;
      } else {
        moments = moments.plus(score);
      }
    }
    return new HeatmapScore(moments.meanAndError(), zeroMaps);
  }

  /** The terms of the mean, one per image [N]; NaN where a map is all zero. */
  public static double[] perImage(float[][] target, float[][] other) {
    if (target.length != other.length) {
      throw new IllegalArgumentException(
          "maps of " + target.length + " and of " + other.length + " images");
    }
    double[] scores = new double[target.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = AttentionIou.score(target[i], other[i]);
    }
    return scores;
  }
}

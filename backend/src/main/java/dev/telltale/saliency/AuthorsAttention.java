package dev.telltale.saliency;

import ai.djl.ndarray.NDArray;
import dev.telltale.image.Bilinear;

/**
 * Attention maps and mask scores as the code published with Attention-IoU computes them, kept apart
 * from what users get and used to reproduce its numbers.
 *
 * <p>Against the paper (sec. 3.1, 3.3), that code
 *
 * <ul>
 *   <li>enlarges the map to the input's size before any score, so that masks are never brought down
 *       to the map's size for GradCAM;
 *   <li>scales to [0,1] three times, with 10⁻⁷ added to the maximum, so that a maximum is slightly
 *       below 1 and a faint map (maximum near 10⁻⁷) is damped;
 *   <li>fails on a logit of exactly 0; here the map is then all zero;
 *   <li>makes the mask score of an all-zero map or mask 0, not NaN.
 * </ul>
 *
 * <p>Arithmetic is float, as theirs.
 */
public final class AuthorsAttention {
  private static final float EPSILON = 1e-7f;

  private AuthorsAttention() {}

  /**
   * Maps at the input's size.
   *
   * @param activations A [B,C,h,w]
   * @param weights α [B,C]
   * @return [B][height·width] in [0,1]
   */
  public static float[][] maps(NDArray activations, NDArray weights, int height, int width) {
    int h = (int) activations.getShape().get(2);
    int w = (int) activations.getShape().get(3);
    float[][] maps = GradCam.positive(activations, weights);
    for (int b = 0; b < maps.length; b++) {
      scale(maps[b]);
      maps[b] = Bilinear.resize(maps[b], h, w, height, width, false);
      scale(maps[b]);
      scale(maps[b]);
    }
    return maps;
  }

  /**
   * The mask score with {@code resize_attentions=True}: the attention map is enlarged to the mask's
   * size; an undefined score is 0.
   */
  public static double maskScoreAtMaskSize(
      float[] map, int mapHeight, int mapWidth, float[] mask, int maskHeight, int maskWidth) {
    float[] enlarged = Bilinear.resize(map, mapHeight, mapWidth, maskHeight, maskWidth, false);
    return zeroIfUndefined(AttentionIou.score(enlarged, mask));
  }

  /**
   * The mask score with {@code resize_attentions=False}: the mask is brought to the attention map's
   * size; an undefined score is 0. The code also divides the mask by its maximum, which leaves the
   * score as it is.
   */
  public static double maskScoreAtMapSize(
      float[] map, int mapHeight, int mapWidth, float[] mask, int maskHeight, int maskWidth) {
    float[] reduced = Bilinear.resize(mask, maskHeight, maskWidth, mapHeight, mapWidth, false);
    return zeroIfUndefined(AttentionIou.score(map, reduced));
  }

  /**
   * The score with {@code normalize_scores=False}: the mean of the products of the maps.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static double meanProduct(float[] m1, float[] m2) {
    if (m1.length != m2.length) {
      throw new IllegalArgumentException("maps of " + m1.length + " and " + m2.length + " values");
    }
    double sum = 0;
    for (int i = 0; i < m1.length; i++) {
      sum += (double) m1[i] * m2[i];
    }
    return sum / m1.length;
  }

  /** (M − min) / (10⁻⁷ + max(M − min)), in place. */
  private static void scale(float[] map) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : map) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    float divisor = EPSILON + (max - min);
    for (int i = 0; i < map.length; i++) {
      map[i] = (map[i] - min) / divisor;
    }
  }

  private static double zeroIfUndefined(double score) {
    return Double.isNaN(score) ? 0 : score;
  }
}

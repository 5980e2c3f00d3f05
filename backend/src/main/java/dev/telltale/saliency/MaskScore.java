package dev.telltale.saliency;

import dev.telltale.image.Bilinear;
import java.util.Arrays;

/**
 * How much of a target's attention lies on a ground-truth feature of the same image: one term of
 * the mask score, B(GradCAM_t(x), interp(mask_f(x))) (Attention-IoU, sec. 3.3, eq. 3), beside what
 * a map that looks everywhere alike would score on that mask.
 *
 * <p>The comparison is made at the attention map's size, to which the mask is brought down
 * bilinearly, as the paper says. Whether that interpolation is antialiased the paper leaves open;
 * the authors' call depends on the torchvision installed (not before 0.17, antialiased since). The
 * default here is antialiased, because the plain interpolation reads four pixels for each cell and
 * so may miss a small feature altogether.
 *
 * @param value in [0,1]; NaN when the map or the mask is all zero
 * @param uniform the null: the score of a uniform map on this mask, in (0,1]; NaN when the mask is
 *     all zero
 */
public record MaskScore(double value, double uniform) {

  /** {@link #of(float[], int, int, float[], int, int, boolean)}, antialiased. */
  public static MaskScore of(
      float[] map, int mapHeight, int mapWidth, float[] mask, int maskHeight, int maskWidth) {
    return of(map, mapHeight, mapWidth, mask, maskHeight, maskWidth, true);
  }

  /**
   * The mask score of one image.
   *
   * @param map attention map [h,w], never negative
   * @param mask feature mask [H,W] in [0,1], 1 = on the feature
   * @param antialias whether bringing the mask down averages over all pixels that a cell covers
   * @throws IllegalArgumentException if an array does not have its size, or a value is negative or
   *     not finite
   */
  public static MaskScore of(
      float[] map,
      int mapHeight,
      int mapWidth,
      float[] mask,
      int maskHeight,
      int maskWidth,
      boolean antialias) {
    float[] atMapSize =
        Bilinear.resize(mask, maskHeight, maskWidth, mapHeight, mapWidth, antialias); // [h,w]
    float[] everywhere = new float[atMapSize.length];
    Arrays.fill(everywhere, 1);
    return new MaskScore(
        AttentionIou.score(map, atMapSize), AttentionIou.score(everywhere, atMapSize));
  }

  /**
   * Whether the mask has any area at the map's size. An image without it is left out "where
   * present" and counts 0 in the paper's mean; an image with it and no {@link #value} has an
   * all-zero map.
   */
  public boolean maskPresent() {
    return !Double.isNaN(uniform);
  }
}

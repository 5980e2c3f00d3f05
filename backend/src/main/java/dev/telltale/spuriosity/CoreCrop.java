package dev.telltale.spuriosity;

import dev.telltale.image.Crop;
import java.util.List;
import java.util.Optional;

/**
 * The part of a picture that activates the core features of its class (Moayeri et al. 2023, app.
 * H): the mean of their neural activation maps, cut at 0.9, the box around what is left, 20 % more
 * of it, and made square. So another object that the label does not mean is cut off.
 *
 * <p>The mean is divided by its own maximum before it is cut: each map reaches 1, but at different
 * places, and a mean that nowhere reaches 0.9 would leave nothing. A square that reaches over an
 * edge is moved inside; one that is wider than the picture is cut to it.
 */
public final class CoreCrop {
  /** Places below this share of the maximum are cut. */
  public static final double THRESHOLD = 0.9;

  /** The box is enlarged by this share of its height and width. */
  public static final double MARGIN = 0.2;

  private CoreCrop() {}

  /**
   * Crops.
   *
   * @param core maps of the core features, of one size, that of the picture; at least one
   * @return in pixels; empty where none of the features is active
   */
  public static Optional<Crop> of(List<Nam> core) {
    int height = core.get(0).height();
    int width = core.get(0).width();
    float[] sum = new float[height * width];
    float most = 0;
    for (Nam map : core) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += map.values()[i];
      }
    }
    for (float value : sum) {
      most = Math.max(most, value);
    }
    return most > 0 ? Optional.of(around(sum, most, height, width)) : Optional.empty();
  }

  private static Crop around(float[] sum, float most, int height, int width) {
    int top = height;
    int bottom = 0;
    int left = width;
    int right = 0;
    for (int i = 0; i < sum.length; i++) {
      if (sum[i] >= THRESHOLD * most) {
        top = Math.min(top, i / width);
        bottom = Math.max(bottom, i / width + 1);
        left = Math.min(left, i % width);
        right = Math.max(right, i % width + 1);
      }
    }
    double side = Math.max(bottom - top, right - left) * (1 + MARGIN);
    double h = Math.min(side, height);
    double w = Math.min(side, width);
    return new Crop(
        Math.max(0, Math.min(width - w, (left + right - w) / 2)),
        Math.max(0, Math.min(height - h, (top + bottom - h) / 2)),
        w,
        h);
  }
}

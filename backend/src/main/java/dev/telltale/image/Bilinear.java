package dev.telltale.image;

/**
 * Bilinear resampling of a plane, the one that brings a mask down to an attention map's size and an
 * attention map up to the picture's. Half-pixel centres, as PyTorch's {@code interpolate(mode=
 * "bilinear", align_corners=false)}; with {@code antialias} as PyTorch and Pillow reduce.
 */
public final class Bilinear {
  private Bilinear() {}

  /**
   * Resamples a plane.
   *
   * @param plane row-major values, [h, w]; left as it is
   * @param antialias when reducing, average over all input cells that an output cell covers
   *     (triangle filter widened by the scale, renormalised at the edges) in place of the nearest
   *     four; makes no difference when enlarging
   * @return a new row-major plane, [outH, outW]
   * @throws IllegalArgumentException if a size is below 1 or the plane does not hold h × w values
   */
  public static float[] resize(float[] plane, int h, int w, int outH, int outW, boolean antialias) {
    if (h < 1 || w < 1 || outH < 1 || outW < 1) {
      throw new IllegalArgumentException(
          "sizes must be at least 1: [%d, %d] to [%d, %d]".formatted(h, w, outH, outW));
    }
    if (plane.length != (long) h * w) {
      throw new IllegalArgumentException(
          "a plane of [%d, %d] has %d values, not %d".formatted(h, w, (long) h * w, plane.length));
    }
    float[] rows = w == outW ? plane : alongRows(plane, h, w, outW, antialias);
    if (h != outH) {
      return alongColumns(rows, h, outW, outH, antialias);
    }
    return rows == plane ? plane.clone() : rows;
  }

  private static float[] alongRows(float[] in, int h, int w, int outW, boolean antialias) {
    Taps taps = Taps.bilinear(w, outW, antialias);
    float[] out = new float[h * outW];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < outW; x++) {
        float sum = 0;
        int from = y * w + taps.first()[x];
        for (int k = 0; k < taps.width(); k++) {
          sum += taps.weights()[x * taps.width() + k] * in[from + k];
        }
        out[y * outW + x] = sum;
      }
    }
    return out;
  }

  private static float[] alongColumns(float[] in, int h, int w, int outH, boolean antialias) {
    Taps taps = Taps.bilinear(h, outH, antialias);
    float[] out = new float[outH * w];
    for (int y = 0; y < outH; y++) {
      for (int k = 0; k < taps.width(); k++) {
        float weight = taps.weights()[y * taps.width() + k];
        if (weight == 0) {
          continue;
        }
        int from = (taps.first()[y] + k) * w;
        for (int x = 0; x < w; x++) {
          out[y * w + x] += weight * in[from + x];
        }
      }
    }
    return out;
  }
}

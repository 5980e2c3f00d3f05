package dev.telltale.dataset.drawn;

import dev.telltale.image.RgbImage;

/**
 * A picture while it is painted.
 *
 * @param rgb about 0 to 1, [height, width, 3]; painters write to it
 */
public record Canvas(int width, int height, float[] rgb) {
  private static final float CAMERA_NOISE = .02f;

  /** A black one. */
  public static Canvas of(int width, int height) {
    return new Canvas(width, height, new float[width * height * 3]);
  }

  /** Lays a colour over the pixel number {@code at}, which it covers from 0 to 1. */
  public void over(int at, double cover, double red, double green, double blue) {
    int first = at * 3;
    rgb[first] += (float) (cover * (red - rgb[first]));
    rgb[first + 1] += (float) (cover * (green - rgb[first + 1]));
    rgb[first + 2] += (float) (cover * (blue - rgb[first + 2]));
  }

  /**
   * The picture, with a camera's noise.
   *
   * @param noise drawn in the order of the pixels whatever is painted, so that two scenes that
   *     differ in one factor have the same
   */
  public RgbImage developed(Draws noise) {
    byte[] bytes = new byte[rgb.length];
    for (int i = 0; i < bytes.length; i++) {
      float value = rgb[i] + CAMERA_NOISE * (float) noise.normal();
      bytes[i] = (byte) (Math.max(0, Math.min(1, value)) * 255 + .5f);
    }
    return new RgbImage(height, width, bytes);
  }
}

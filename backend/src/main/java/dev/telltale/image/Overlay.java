package dev.telltale.image;

/** An attention map drawn over its picture, for people to look at. */
public final class Overlay {
  /** What a model did not see keeps this share of its brightness. */
  private static final double DIMMED = 0.4;

  private Overlay() {}

  /**
   * Lays a map in jet colours over the part of a picture that the model saw; the rest is dimmed.
   * The map is enlarged bilinearly. To draw on a picture in another size, scale the picture first
   * and take {@link ModelInput#crop} of the scaled one.
   *
   * @param map values in [0, 1], [mapH, mapW]; others take the nearest end's colour
   * @param crop the part seen; what reaches outside the picture is left out
   * @param opacity of the colours, from 0 (none) to 1 (the picture hidden)
   * @return a new picture of the original's size
   */
  public static RgbImage draw(
      RgbImage original, float[] map, int mapH, int mapW, Crop crop, double opacity) {
    return draw(original, map, mapH, mapW, crop, opacity, Colormap.JET);
  }

  /** The same in other colours. */
  public static RgbImage draw(
      RgbImage original,
      float[] map,
      int mapH,
      int mapW,
      Crop crop,
      double opacity,
      Colormap colours) {
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new IllegalArgumentException("opacity must be from 0 to 1, not " + opacity);
    }
    int h = original.height();
    int w = original.width();
    int top = clamp(crop.top(), h - 1);
    int left = clamp(crop.left(), w - 1);
    int bottom = Math.max(top + 1, clamp(crop.top() + crop.height(), h));
    int right = Math.max(left + 1, clamp(crop.left() + crop.width(), w));
    int seen = right - left;
    float[] large = Bilinear.resize(map, mapH, mapW, bottom - top, seen, false);
    byte[] in = original.rgb();
    byte[] out = new byte[in.length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int at = (y * w + x) * 3;
        if (y < top || y >= bottom || x < left || x >= right) {
          mix(in, out, at, 0, 1 - DIMMED);
        } else {
          float value = large[(y - top) * seen + x - left];
          mix(in, out, at, colours.colour(value), opacity);
        }
      }
    }
    return new RgbImage(h, w, out);
  }

  private static void mix(byte[] in, byte[] out, int at, int colour, double share) {
    for (int c = 0; c < 3; c++) {
      int over = colour >> (16 - 8 * c) & 255;
      out[at + c] = (byte) Math.round((in[at + c] & 255) * (1 - share) + over * share);
    }
  }

  private static int clamp(double edge, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(edge)));
  }
}

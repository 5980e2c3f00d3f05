package dev.telltale.image;

/** Colours for the values of a map. */
public final class Colormap {
  /**
   * Blue for little over green and yellow to red for much, in OpenCV's steps (one entry differs
   * from its table by 1).
   */
  public static final Colormap JET = jet();

  /** Dark blue for little over green to yellow for much; even steps to every eye, and on paper. */
  public static final Colormap VIRIDIS = new Colormap(Viridis.rgb());

  private final byte[] rgb; // [256, 3]

  private Colormap(byte[] rgb) {
    this.rgb = rgb;
  }

  /**
   * The colour of a value.
   *
   * @param value from 0 to 1; what lies outside, or is not a number, takes the nearest end's colour
   *     or the colour of 0
   * @return 0xRRGGBB
   */
  public int colour(float value) {
    int v = (int) (Math.max(0, Math.min(1, value)) * 255 + 0.5f);
    return (rgb[3 * v] & 255) << 16 | (rgb[3 * v + 1] & 255) << 8 | (rgb[3 * v + 2] & 255);
  }

  private static Colormap jet() {
    byte[] rgb = new byte[3 * 256];
    for (int v = 0; v < 256; v++) {
      rgb[3 * v] = between(4 * v - 382, 1148 - 4 * v);
      rgb[3 * v + 1] = between(4 * v - 128, 892 - 4 * v);
      rgb[3 * v + 2] = between(4 * v + 128, 638 - 4 * v);
    }
    return new Colormap(rgb);
  }

  private static byte between(int rising, int falling) {
    return (byte) Math.max(0, Math.min(255, Math.min(rising, falling)));
  }
}

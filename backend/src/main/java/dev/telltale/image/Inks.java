package dev.telltale.image;

import java.awt.image.Raster;

/**
 * Printing inks (CMYK) seen as light, as Pillow sees them: every ink takes away its share, black
 * from all three. Colour profiles are ignored, as training code ignores them.
 */
final class Inks {
  private Inks() {}

  /** Four bands of ink, 0 for none. */
  static RgbImage rgb(Raster raster) {
    return rgb(raster, false, false);
  }

  /**
   * A JPEG's four bands as stored: turned over, so that 255 is no ink, as Adobe does and all
   * follow.
   *
   * @param ycc whether the first three are luma and chroma
   */
  static RgbImage fromJpeg(Raster raster, boolean ycc) {
    return rgb(raster, ycc, true);
  }

  private static RgbImage rgb(Raster raster, boolean ycc, boolean turned) {
    int h = raster.getHeight();
    int w = raster.getWidth();
    int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    byte[] rgb = new byte[Math.multiplyExact(3, h * w)];
    int[] row = new int[4 * w];
    int[] light = new int[3]; // what the coloured inks leave
    int to = 0;
    for (int y = 0; y < h; y++) {
      raster.getPixels(0, y, w, 1, row);
      for (int from = 0; from < row.length; from += 4) {
        for (int c = 0; c < 3; c++) {
          int value = Rasters.eightBits(row[from + c], most);
          light[c] = turned ? value : 255 - value;
        }
        int key = Rasters.eightBits(row[from + 3], most);
        int unkeyed = turned ? key : 255 - key;
        if (ycc) {
          fromYcc(light);
        }
        for (int c = 0; c < 3; c++) {
          int taken = rounded((255 - light[c]) * unkeyed);
          rgb[to++] = (byte) Math.max(0, unkeyed - taken);
        }
      }
    }
    return new RgbImage(h, w, rgb);
  }

  /** JFIF's conversion, and then turned over: YCCK codes the complement of its inks. */
  private static void fromYcc(int[] ycc) {
    double luma = ycc[0];
    double blue = ycc[1] - 128;
    double red = ycc[2] - 128;
    ycc[0] = 255 - clamp(luma + 1.402 * red);
    ycc[1] = 255 - clamp(luma - 0.344136 * blue - 0.714136 * red);
    ycc[2] = 255 - clamp(luma + 1.772 * blue);
  }

  private static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, Math.rint(value)));
  }

  /** A product of two bytes divided by 255, to the nearest. */
  private static int rounded(int product) {
    int shifted = product + 128;
    return ((shifted >> 8) + shifted) >> 8;
  }
}

package dev.telltale.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Takes the stored values out of a decoded picture. Not through {@code getRGB}, which converts grey
 * as if it were linear light and so brightens it.
 */
final class Rasters {
  private Rasters() {}

  static RgbImage rgb(BufferedImage image) {
    int h = image.getHeight();
    int w = image.getWidth();
    Raster raster = image.getRaster();
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && buffer.getData().length == 3 * h * w) {
      return new RgbImage(h, w, swapped(buffer.getData()));
    }
    byte[] rgb = room(raster);
    if (image.getColorModel() instanceof IndexColorModel palette) {
      fromPalette(raster, palette, rgb);
    } else {
      fromSamples(raster, false, rgb);
    }
    return new RgbImage(h, w, rgb);
  }

  /** A picture whose colours are already multiplied by their alpha. */
  static RgbImage premultiplied(Raster raster) {
    byte[] rgb = room(raster);
    fromSamples(raster, true, rgb);
    return new RgbImage(raster.getHeight(), raster.getWidth(), rgb);
  }

  /**
   * @param colours 0xRRGGBB of each index
   */
  static RgbImage indexed(Raster raster, int[] colours) {
    byte[] rgb = room(raster);
    fromPalette(raster, colours, rgb);
    return new RgbImage(raster.getHeight(), raster.getWidth(), rgb);
  }

  private static byte[] room(Raster raster) {
    return new byte[Math.multiplyExact(3, raster.getHeight() * raster.getWidth())];
  }

  /** In place: the decoder's array belongs to nobody else. */
  private static byte[] swapped(byte[] bgr) {
    for (int i = 0; i < bgr.length; i += 3) {
      byte blue = bgr[i];
      bgr[i] = bgr[i + 2];
      bgr[i + 2] = blue;
    }
    return bgr;
  }

  private static void fromPalette(Raster raster, IndexColorModel palette, byte[] rgb) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    fromPalette(raster, colours, rgb);
  }

  private static void fromPalette(Raster raster, int[] colours, byte[] rgb) {
    int[] row = new int[raster.getWidth()];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, row.length, 1, 0, row);
      for (int index : row) {
        // An index past the palette is black, as libpng has it.
        int argb = index < colours.length ? colours[index] : 0xFF000000;
        int alpha = argb >>> 24;
        rgb[to++] = onWhite(argb >> 16 & 255, alpha);
        rgb[to++] = onWhite(argb >> 8 & 255, alpha);
        rgb[to++] = onWhite(argb & 255, alpha);
      }
    }
  }

  private static void fromSamples(Raster raster, boolean premultiplied, byte[] rgb) {
    int bands = raster.getNumBands();
    int colourBands = bands < 3 ? 1 : 3;
    boolean seeThrough = bands == colourBands + 1;
    int[] most = most(raster);
    int[] row = new int[raster.getWidth() * bands];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      for (int from = 0; from < row.length; from += bands) {
        int alpha = seeThrough ? eightBits(row[from + colourBands], most[colourBands]) : 255;
        for (int c = 0; c < 3; c++) {
          int band = colourBands == 1 ? 0 : c;
          int value = eightBits(row[from + band], most[band]);
          rgb[to++] =
              premultiplied ? (byte) Math.min(255, value + 255 - alpha) : onWhite(value, alpha);
        }
      }
    }
  }

  /** The greatest value of each band; a 16-bit picture of five bits for red has 31, say. */
  private static int[] most(Raster raster) {
    int[] most = new int[raster.getNumBands()];
    for (int c = 0; c < most.length; c++) {
      most[c] = (1 << Math.min(16, raster.getSampleModel().getSampleSize(c))) - 1;
    }
    return most;
  }

  static int eightBits(int value, int most) {
    return most == 255 ? value : (value * 255 + most / 2) / most;
  }

  private static byte onWhite(int value, int alpha) {
    return (byte) (alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}

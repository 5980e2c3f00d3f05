package dev.telltale.image;

import java.util.Arrays;

/**
 * Antialiased bilinear resampling of interleaved 8-bit colour, rounded to 8 bits after each axis:
 * the arithmetic of Pillow, which models were trained on.
 */
final class ByteResampler {
  /** Weights are whole numbers of 1/2^22; 255 times their sum still fits an int. */
  private static final int BITS = 22;

  private ByteResampler() {}

  /**
   * @param rgb the picture, [h, w, 3]
   * @return the window of the resized picture, [window.height, window.width, 3]; the array given if
   *     nothing changes
   */
  static byte[] resample(byte[] rgb, int h, int w, Window window) {
    boolean columns = window.fullWidth() != w || window.width() != w;
    boolean rows = window.fullHeight() != h || window.height() != h;
    if (!columns && !rows) {
      return rgb;
    }
    Taps down = Taps.bilinear(h, window.fullHeight(), true);
    int firstRow = down.first()[window.top()];
    int endRow = down.first()[window.top() + window.height() - 1] + down.width();
    byte[] narrow = columns ? alongRows(rgb, w, firstRow, endRow, window) : rgb;
    int offset = columns ? firstRow : 0;
    return rows ? alongColumns(narrow, offset, down, window) : narrow;
  }

  /** Red and green share a long, since no sum outgrows its half: two products in place of three. */
  private static byte[] alongRows(byte[] in, int w, int firstRow, int endRow, Window window) {
    Taps taps = Taps.bilinear(w, window.fullWidth(), true);
    int[] weights = fixedPoint(taps.weights());
    int width = taps.width();
    int left = window.left();
    int right = left + window.width();
    int firstColumn = taps.first()[left];
    int columns = taps.first()[right - 1] + width - firstColumn;
    long[] redGreen = new long[columns];
    int[] blue = new int[columns];
    byte[] out = new byte[(endRow - firstRow) * window.width() * 3];
    int half = 1 << (BITS - 1);
    int to = 0;
    for (int y = firstRow; y < endRow; y++) {
      int from = (y * w + firstColumn) * 3;
      for (int x = 0; x < columns; x++, from += 3) {
        redGreen[x] = (in[from] & 255L) << 32 | (in[from + 1] & 255);
        blue[x] = in[from + 2] & 255;
      }
      for (int x = left; x < right; x++) {
        long redGreenSum = (long) half << 32 | half;
        int blueSum = half;
        int first = taps.first()[x] - firstColumn;
        for (int k = 0; k < width; k++) {
          int weight = weights[x * width + k];
          redGreenSum += weight * redGreen[first + k];
          blueSum += weight * blue[first + k];
        }
        out[to] = (byte) (redGreenSum >> (32 + BITS));
        out[to + 1] = (byte) ((int) redGreenSum >> BITS);
        out[to + 2] = (byte) (blueSum >> BITS);
        to += 3;
      }
    }
    return out;
  }

  /** {@code in} starts at row {@code offset} of the picture. */
  private static byte[] alongColumns(byte[] in, int offset, Taps taps, Window window) {
    int[] weights = fixedPoint(taps.weights());
    int stride = window.width() * 3;
    byte[] out = new byte[window.height() * stride];
    int[] sums = new int[stride];
    for (int y = 0; y < window.height(); y++) {
      Arrays.fill(sums, 1 << (BITS - 1));
      int first = taps.first()[window.top() + y];
      for (int k = 0; k < taps.width(); k++) {
        int weight = weights[(window.top() + y) * taps.width() + k];
        if (weight == 0) {
          continue;
        }
        int from = (first + k - offset) * stride;
        for (int x = 0; x < stride; x++) {
          sums[x] += weight * (in[from + x] & 255);
        }
      }
      for (int x = 0; x < stride; x++) {
        out[y * stride + x] = (byte) (sums[x] >> BITS);
      }
    }
    return out;
  }

  private static int[] fixedPoint(float[] weights) {
    int[] fixed = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      fixed[i] = (int) (weights[i] * (1 << BITS) + 0.5f);
    }
    return fixed;
  }
}

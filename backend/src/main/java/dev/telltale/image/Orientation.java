package dev.telltale.image;

/**
 * Turns a picture as its EXIF orientation says (1 to 8): cameras store what the sensor saw and note
 * how it was held.
 */
final class Orientation {
  /** Nothing to turn. */
  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;

  private Orientation() {}

  /** The orientation in an EXIF block; upright if there is none or the block is damaged. */
  static int fromExif(byte[] file, int from, int length) {
    try {
      return of(TiffDirectory.first(file, from, from + length));
    } catch (UnreadableImageException e) {
      return UPRIGHT;
    }
  }

  static int of(TiffDirectory directory) throws UnreadableImageException {
    long value = directory.number(TAG, UPRIGHT);
    return value >= 1 && value <= 8 ? (int) value : UPRIGHT;
  }

  /**
   * @return the picture as it is to be seen; the one given if it is upright
   */
  static RgbImage upright(RgbImage image, int orientation) {
    if (orientation == UPRIGHT) {
      return image;
    }
    int h = image.height();
    int w = image.width();
    boolean swapped = orientation >= 5; // rows become columns
    boolean fromRight =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromBelow =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int outH = swapped ? w : h;
    int outW = swapped ? h : w;
    byte[] in = image.rgb();
    byte[] out = new byte[in.length];
    int to = 0;
    for (int y = 0; y < outH; y++) {
      for (int x = 0; x < outW; x++) {
        int row = swapped ? x : y;
        int column = swapped ? y : x;
        int from =
            ((fromBelow ? h - 1 - row : row) * w + (fromRight ? w - 1 - column : column)) * 3;
        out[to++] = in[from];
        out[to++] = in[from + 1];
        out[to++] = in[from + 2];
      }
    }
    return new RgbImage(outH, outW, out);
  }
}

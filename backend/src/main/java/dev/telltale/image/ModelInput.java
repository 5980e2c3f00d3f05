package dev.telltale.image;

import java.util.Objects;

/**
 * A picture as a model takes it: the shorter side brought to the model's size (antialiased
 * bilinear, computed to 8 bits as Pillow does), the middle cut out, channels first, in [0, 1].
 */
public final class ModelInput {
  private static final float[] UNIT = new float[256];

  static {
    for (int i = 0; i < UNIT.length; i++) {
      UNIT[i] = i / 255f;
    }
  }

  private ModelInput() {}

  /**
   * The input of one picture.
   *
   * @param height rows of the model's input, at least 1
   * @param width columns of the model's input, at least 1
   * @return values in [0, 1], [3, height, width]
   */
  public static float[] of(RgbImage image, int height, int width) {
    float[] chw = new float[3 * height * width];
    into(image, height, width, chw, 0);
    return chw;
  }

  /**
   * Writes the input of one picture into a batch.
   *
   * @param batch takes 3 × height × width values from {@code offset} on
   * @throws IndexOutOfBoundsException if they do not fit; the batch is then left as it was
   */
  public static void into(RgbImage image, int height, int width, float[] batch, int offset) {
    int area = height * width;
    Objects.checkFromIndexSize(offset, 3 * area, batch.length);
    Window window = Window.covering(image.height(), image.width(), height, width);
    byte[] rgb = ByteResampler.resample(image.rgb(), image.height(), image.width(), window);
    for (int i = 0, from = 0; i < area; i++, from += 3) {
      batch[offset + i] = UNIT[rgb[from] & 255];
      batch[offset + area + i] = UNIT[rgb[from + 1] & 255];
      batch[offset + 2 * area + i] = UNIT[rgb[from + 2] & 255];
    }
  }

  /**
   * A mask in the same crop as its picture's input.
   *
   * @return shares of the object in each cell, in [0, 1], [height, width]
   */
  public static float[] ofMask(Mask mask, int height, int width) {
    Window window = Window.covering(mask.height(), mask.width(), height, width);
    float[] full =
        Bilinear.resize(
            mask.plane(),
            mask.height(),
            mask.width(),
            window.fullHeight(),
            window.fullWidth(),
            true);
    if (window.fullHeight() == height && window.fullWidth() == width) {
      return full;
    }
    float[] out = new float[height * width];
    for (int y = 0; y < height; y++) {
      int from = (window.top() + y) * window.fullWidth() + window.left();
      System.arraycopy(full, from, out, y * width, width);
    }
    return out;
  }

  /**
   * The rectangle of a picture of the given size that {@link #of} keeps; for laying an attention
   * map over it.
   */
  public static Crop crop(int imageHeight, int imageWidth, int height, int width) {
    Window window = Window.covering(imageHeight, imageWidth, height, width);
    double down = (double) imageHeight / window.fullHeight();
    double across = (double) imageWidth / window.fullWidth();
    return new Crop(window.left() * across, window.top() * down, width * across, height * down);
  }
}

package dev.telltale.image;

import java.util.Arrays;

/**
 * A picture: 8-bit sRGB, rows from the top, interleaved.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param rgb red, green, blue of each pixel, [height, width, 3]; shared, not copied, and not to be
 *     written to
 */
public record RgbImage(int height, int width, byte[] rgb) {

  /**
   * @throws IllegalArgumentException if the array does not hold height × width × 3 values
   */
  public RgbImage {
    if (height < 1 || width < 1 || rgb.length != 3L * height * width) {
      throw new IllegalArgumentException(
          "a picture of %d × %d pixels cannot have %d values".formatted(width, height, rgb.length));
    }
  }

  /**
   * This picture at about the given width, for showing: a small one is enlarged by the greatest
   * whole factor that fits, so that its pixels stay sharp; a large one is reduced smoothly, to the
   * width exactly.
   *
   * @param pixels the width wanted, at least 1
   * @return a new picture of the same proportions, or this one if nothing changes
   */
  public RgbImage scaledToWidth(int pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException("a width must be at least 1, not " + pixels);
    }
    if (pixels < width) {
      int rows = Math.max(1, (int) Math.round((double) height * pixels / width));
      Window whole = new Window(rows, pixels, 0, 0, rows, pixels);
      return new RgbImage(rows, pixels, ByteResampler.resample(rgb, height, width, whole));
    }
    int factor = pixels / width;
    return factor == 1 ? this : enlarged(factor);
  }

  /**
   * This picture inside a square, for showing: a small one is enlarged by the greatest whole factor
   * that fits, a large one is reduced smoothly until its longer side fits.
   *
   * @param edge of the square in pixels, at least 1
   * @return a new picture of the same proportions, if a pixel is not too thick for them; or this
   *     one if nothing changes
   */
  public RgbImage fittedInto(int edge) {
    int longer = Math.max(height, width);
    if (longer <= edge) {
      return scaledToWidth(width * (edge / longer));
    }
    int rows = Math.max(1, (int) Math.round((double) height * edge / longer));
    int columns = Math.max(1, (int) Math.round((double) width * edge / longer));
    Window whole = new Window(rows, columns, 0, 0, rows, columns);
    return new RgbImage(rows, columns, ByteResampler.resample(rgb, height, width, whole));
  }

  /**
   * A part of this picture: the pixels whose middles lie in a rectangle, at least one.
   *
   * @param part inside the picture
   * @throws IllegalArgumentException if it reaches out of the picture
   */
  public RgbImage cropped(Crop part) {
    int left = Math.min(width - 1, (int) Math.round(part.left()));
    int top = Math.min(height - 1, (int) Math.round(part.top()));
    int right = Math.max(left + 1, (int) Math.round(part.left() + part.width()));
    int bottom = Math.max(top + 1, (int) Math.round(part.top() + part.height()));
    if (left < 0 || top < 0 || right > width || bottom > height) {
      throw new IllegalArgumentException(part + " reaches out of " + this);
    }
    byte[] out = new byte[3 * (right - left) * (bottom - top)];
    int row = 3 * (right - left);
    for (int y = top; y < bottom; y++) {
      System.arraycopy(rgb, 3 * (y * width + left), out, (y - top) * row, row);
    }
    return new RgbImage(bottom - top, right - left, out);
  }

  /** Writes this picture over a part of another, which belongs to the caller; returns the other. */
  RgbImage pastedInto(RgbImage canvas, int left, int top) {
    for (int y = 0; y < height; y++) {
      int to = ((top + y) * canvas.width + left) * 3;
      System.arraycopy(rgb, y * width * 3, canvas.rgb, to, width * 3);
    }
    return canvas;
  }

  private RgbImage enlarged(int factor) {
    int row = width * factor * 3;
    byte[] out = new byte[Math.multiplyExact(row, height * factor)];
    for (int y = 0; y < height; y++) {
      int to = y * factor * row;
      for (int x = 0; x < width; x++) {
        for (int k = 0; k < factor; k++) {
          System.arraycopy(rgb, (y * width + x) * 3, out, to + (x * factor + k) * 3, 3);
        }
      }
      for (int k = 1; k < factor; k++) {
        System.arraycopy(out, to, out, to + k * row, row);
      }
    }
    return new RgbImage(height * factor, width * factor, out);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage image
        && height == image.height
        && width == image.width
        && Arrays.equals(rgb, image.rgb);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return "RgbImage[" + width + " × " + height + "]";
  }
}

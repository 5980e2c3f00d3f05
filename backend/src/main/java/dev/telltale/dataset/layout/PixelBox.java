package dev.telltale.dataset.layout;

import dev.telltale.image.Box;

/** Boxes that a data set gives in pixels of its pictures. */
final class PixelBox {
  /** What people and tools round over the edge, in pixels; cut off. */
  private static final double OVERSHOOT = 1;

  private PixelBox() {}

  /**
   * A box, cut to its picture.
   *
   * @param pictureWidth of the picture as it was annotated, whatever the size of its file
   * @throws RowFault if it is empty, or reaches out of the picture by more than a pixel
   */
  static Box of(
      double left,
      double top,
      double width,
      double height,
      double pictureWidth,
      double pictureHeight) {
    double right = left + width;
    double bottom = top + height;
    boolean inside =
        Double.isFinite(pictureWidth)
            && Double.isFinite(pictureHeight)
            && left >= -OVERSHOOT
            && top >= -OVERSHOOT
            && right <= pictureWidth + OVERSHOOT
            && bottom <= pictureHeight + OVERSHOOT;
    double x = Math.max(0, left);
    double y = Math.max(0, top);
    double w = Math.min(right, pictureWidth) - x;
    double h = Math.min(bottom, pictureHeight) - y;
    if (!inside || !(w > 0) || !(h > 0)) {
      throw new RowFault(
          "the box %s %s %s %s (left, top, width, height) is not inside its picture of %s × %s pixels"
              .formatted(
                  plain(left),
                  plain(top),
                  plain(width),
                  plain(height),
                  plain(pictureWidth),
                  plain(pictureHeight)));
    }
    return Box.ofPixels(x, y, w, h, pictureWidth, pictureHeight);
  }

  private static String plain(double number) {
    return Double.isFinite(number) && number == Math.rint(number)
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }
}

package dev.telltale.image;

/**
 * The part that is wanted of a picture brought to another size.
 *
 * @param fullHeight rows of the whole resized picture
 * @param fullWidth columns of the whole resized picture
 * @param top first row wanted
 * @param left first column wanted
 * @param height rows wanted
 * @param width columns wanted
 */
record Window(int fullHeight, int fullWidth, int top, int left, int height, int width) {

  /**
   * The window of a model's input: the picture is scaled until it covers {@code height × width},
   * and the middle is cut out, as torchvision's Resize and CenterCrop do.
   */
  static Window covering(int imageHeight, int imageWidth, int height, int width) {
    int fullHeight = height;
    int fullWidth = width;
    // Compares height / imageHeight with width / imageWidth without rounding.
    if ((long) height * imageWidth >= (long) width * imageHeight) {
      fullWidth = (int) Math.max(width, (long) imageWidth * height / imageHeight);
    } else {
      fullHeight = (int) Math.max(height, (long) imageHeight * width / imageWidth);
    }
    int top = (int) Math.rint((fullHeight - height) / 2.0);
    int left = (int) Math.rint((fullWidth - width) / 2.0);
    return new Window(fullHeight, fullWidth, top, left, height, width);
  }
}

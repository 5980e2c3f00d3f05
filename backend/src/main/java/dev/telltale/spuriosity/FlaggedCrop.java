package dev.telltale.spuriosity;

import dev.telltale.image.Crop;
import dev.telltale.image.ModelInput;
import dev.telltale.image.RgbImage;
import dev.telltale.model.ModelSpec;
import java.util.List;
import java.util.Optional;

/**
 * The core crop of a picture as a share of it, whatever the size at which the network saw it.
 *
 * @param x left edge, in shares of the picture's width, 0 to 1
 * @param y upper edge, in shares of its height, 0 to 1
 * @param width in shares of its width, above 0 to 1
 * @param height in shares of its height, above 0 to 1
 */
record FlaggedCrop(double x, double y, double width, double height) {

  /**
   * Crops.
   *
   * @param core maps of the core features on it, at least one
   * @param spec of the network that made them, which sees the middle of the picture
   * @return empty where none of the features is active
   */
  static Optional<FlaggedCrop> of(RgbImage picture, List<Nam> core, ModelSpec spec) {
    List<Nam> whole = core.stream().map(map -> map.resized(spec.height(), spec.width())).toList();
    Crop seen = ModelInput.crop(picture.height(), picture.width(), spec.height(), spec.width());
    return CoreCrop.of(whole)
        .map(
            crop -> {
              double across = seen.width() / spec.width() / picture.width();
              double down = seen.height() / spec.height() / picture.height();
              return new FlaggedCrop(
                  unit(seen.left() / picture.width() + crop.left() * across),
                  unit(seen.top() / picture.height() + crop.top() * down),
                  unit(crop.width() * across),
                  unit(crop.height() * down));
            });
  }

  /** The pixels of it. */
  RgbImage of(RgbImage picture) {
    double left = x * picture.width();
    double top = y * picture.height();
    return picture.cropped(
        new Crop(
            left,
            top,
            Math.min(width * picture.width(), picture.width() - left),
            Math.min(height * picture.height(), picture.height() - top)));
  }

  private static double unit(double share) {
    return Math.max(0, Math.min(1, share));
  }
}

package dev.telltale.dataset.drawn;

import dev.telltale.image.Mask;
import dev.telltale.image.RgbImage;

/**
 * A painted scene.
 *
 * @param image the picture
 * @param mask where in it the object is, as large as the image
 */
public record Painting(RgbImage image, Mask mask) {}

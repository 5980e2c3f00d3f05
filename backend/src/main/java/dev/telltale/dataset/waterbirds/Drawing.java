package dev.telltale.dataset.waterbirds;

import dev.telltale.image.Mask;
import dev.telltale.image.RgbImage;

/**
 * One picture of a drawn data set and the truth about it.
 *
 * @param label landbird or waterbird
 * @param place land or water
 * @param split train, val or test
 * @param image square
 * @param mask of the bird, as large as the image
 */
public record Drawing(String label, String place, String split, RgbImage image, Mask mask) {}

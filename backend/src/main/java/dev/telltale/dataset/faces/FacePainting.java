package dev.telltale.dataset.faces;

import dev.telltale.image.Mask;
import dev.telltale.image.RgbImage;
import java.util.Map;

/**
 * A painted face.
 *
 * @param image the picture
 * @param parts of each part that can be seen, where; no pixel belongs to two
 */
public record FacePainting(RgbImage image, Map<Part, Mask> parts) {}

package dev.telltale.train;

import java.nio.file.Path;

/**
 * The network that is trained: {@code features.pt}, or {@code encoder.pt} and {@code decoder.pt},
 * scripted (a traced network has no training mode), and the size of the images it takes.
 *
 * @param directory a bundle, or one that holds only the files
 * @param height of its images in pixels
 * @param width of its images in pixels
 * @param drawn whether its parameters are drawn anew, by the seed, rather than kept; frozen ones
 *     are always kept, and a classifier's head is always new
 */
public record StartNetwork(Path directory, int height, int width, boolean drawn) {
  /**
   * @throws IllegalArgumentException if a side is below 8 or above 4096
   */
  public StartNetwork {
    if (height < 8 || width < 8 || height > 4096 || width > 4096) {
      throw new IllegalArgumentException(
          "images have 8 to 4096 pixels a side, not %d × %d".formatted(width, height));
    }
  }
}

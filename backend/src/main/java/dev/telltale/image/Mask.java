package dev.telltale.image;

import java.util.Arrays;

/**
 * Which pixels of a picture belong to its object.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param plane 1 inside the object, 0 outside, [height, width]; shared, not copied, and not to be
 *     written to
 */
public record Mask(int height, int width, float[] plane) {
  /** What the plane takes of memory. */
  public static final int BYTES_PER_PIXEL = 4;

  /**
   * @throws IllegalArgumentException if the plane does not hold height × width values
   */
  public Mask {
    if (height < 1 || width < 1 || plane.length != (long) height * width) {
      throw new IllegalArgumentException(
          "a mask of %d × %d pixels cannot have %d values".formatted(width, height, plane.length));
    }
  }

  /** The object's share of the picture's area, from 0 (no object) to 1. */
  public double shareInside() {
    double sum = 0;
    for (float value : plane) {
      sum += value;
    }
    return sum / plane.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask
        && height == mask.height
        && width == mask.width
        && Arrays.equals(plane, mask.plane);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(plane);
  }

  @Override
  public String toString() {
    return "Mask[" + width + " × " + height + "]";
  }
}

package dev.telltale.spuriosity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A picture cut in two by its object's mask: the object, and the surroundings without it, so that
 * either can be shown with another picture's other half.
 *
 * <p>Where the object was, the surroundings go on: its bounding box is filled with the largest
 * rectangle beside it, tiled, rows or columns in register. The box, not the outline, so that the
 * object's shape does not stay behind.
 *
 * @param pixels the picture, [3·H·W]
 * @param mask share of the object in each pixel, [H·W] in [0,1]
 * @param surroundings the picture without its object, [3·H·W]
 */
record Collage(float[] pixels, float[] mask, float[] surroundings) {
  /** Of the picture's area, what has to be left beside the object to go on from. */
  private static final double LEAST = 0.1;

  /**
   * Rows {@code top} to {@code bottom} and columns {@code left} to {@code right}, ends excluded.
   */
  private record Rectangle(int top, int bottom, int left, int right) {
    int height() {
      return bottom - top;
    }

    int width() {
      return right - left;
    }

    int area() {
      return height() * width();
    }
  }

  /** Cuts a picture; null where there is no object, or next to nothing beside it. */
  static @Nullable Collage of(float[] pixels, float[] mask, int height, int width) {
    int[] inside = IntStream.range(0, mask.length).filter(p -> mask[p] > 0).toArray();
    if (inside.length == 0) {
      return null;
    }
    Rectangle box =
        new Rectangle(
            inside[0] / width,
            inside[inside.length - 1] / width + 1,
            Arrays.stream(inside).map(p -> p % width).min().orElseThrow(),
            Arrays.stream(inside).map(p -> p % width).max().orElseThrow() + 1);
    Rectangle beside =
        List.of(
                new Rectangle(0, height, 0, box.left),
                new Rectangle(0, height, box.right, width),
                new Rectangle(0, box.top, 0, width),
                new Rectangle(box.bottom, height, 0, width))
            .stream()
            .reduce((one, other) -> other.area() > one.area() ? other : one)
            .orElseThrow();
    return beside.area() < LEAST * height * width
        ? null
        : new Collage(pixels, mask, filled(pixels, box, beside, height, width));
  }

  /**
   * Puts the object into other surroundings, at its own place.
   *
   * @param into takes 3·H·W values from {@code at} on
   */
  void into(Collage others, float[] into, int at) {
    int area = mask.length;
    for (int p = 0; p < pixels.length; p++) {
      float share = mask[p % area];
      into[at + p] = share * pixels[p] + (1 - share) * others.surroundings[p];
    }
  }

  private static float[] filled(
      float[] pixels, Rectangle box, Rectangle beside, int height, int width) {
    boolean fullHeight = beside.height() == height;
    float[] filled = pixels.clone();
    for (int y = box.top; y < box.bottom; y++) {
      int fromY = fullHeight ? y : beside.top + (y - box.top) % beside.height();
      for (int x = box.left; x < box.right; x++) {
        int fromX = fullHeight ? beside.left + (x - box.left) % beside.width() : x;
        for (int c = 0; c < 3; c++) {
          filled[(c * height + y) * width + x] = pixels[(c * height + fromY) * width + fromX];
        }
      }
    }
    return filled;
  }
}

package dev.telltale.train;

import java.util.SplittableRandom;

/**
 * Changes of an image that leave its label as it is, drawn anew each time it is learnt from.
 *
 * @param crop pixels that an image may be shifted by in either direction, edges repeated: a crop of
 *     the image padded by as many; 0 for none
 * @param flip probability that left and right are swapped, 0 to 1
 * @param blur probability that an image is blurred, 0 to 1, by a binomial filter of 3 or 5 pixels
 *     (standard deviation .7 or 1), either as often
 * @param noise the greatest standard deviation of normal noise; each image's is uniform below it; 0
 *     for none
 */
public record Augmentation(int crop, double flip, double blur, double noise) {
  /** Changes nothing. */
  public static final Augmentation NONE = new Augmentation(0, 0, 0, 0);

  private static final float[] NARROW = {.25f, .5f, .25f};
  private static final float[] WIDE = {.0625f, .25f, .375f, .25f, .0625f};

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Augmentation {
    if (crop < 0) {
      throw new IllegalArgumentException("crop is 0 pixels or more: " + crop);
    }
    if (!(flip >= 0 && flip <= 1 && blur >= 0 && blur <= 1)) {
      throw new IllegalArgumentException(
          "flip and blur are probabilities from 0 to 1: %s, %s".formatted(flip, blur));
    }
    if (!(noise >= 0 && noise <= 1)) {
      throw new IllegalArgumentException("noise is from 0 to 1: " + noise);
    }
  }

  /**
   * Changes one image in place.
   *
   * @param pixels [3,H,W] in [0,1]; stays in there
   */
  public void apply(float[] pixels, int height, int width, SplittableRandom random) {
    if (crop > 0) {
      int down = random.nextInt(-crop, crop + 1);
      int right = random.nextInt(-crop, crop + 1);
      shift(pixels, height, width, down, right);
    }
    if (flip > 0 && random.nextDouble() < flip) {
      flip(pixels, width);
    }
    if (blur > 0 && random.nextDouble() < blur) {
      blur(pixels, height, width, random.nextBoolean() ? NARROW : WIDE);
    }
    if (noise > 0) {
      addNoise(pixels, noise * random.nextDouble(), random);
    }
  }

  /** Moves the image; where it leaves nothing behind, its edge is repeated. */
  static void shift(float[] pixels, int height, int width, int down, int right) {
    float[] source = pixels.clone();
    int rows = pixels.length / width;
    for (int row = 0; row < rows; row++) {
      int plane = row / height * height;
      int from = (plane + clamp(row - plane - down, height)) * width;
      for (int x = 0; x < width; x++) {
        pixels[row * width + x] = source[from + clamp(x - right, width)];
      }
    }
  }

  static void flip(float[] pixels, int width) {
    for (int row = 0; row < pixels.length; row += width) {
      for (int left = row, right = row + width - 1; left < right; left++, right--) {
        float kept = pixels[left];
        pixels[left] = pixels[right];
        pixels[right] = kept;
      }
    }
  }

  /** Filters rows, then columns; beyond the edge the edge is repeated. */
  static void blur(float[] pixels, int height, int width, float[] filter) {
    float[] line = new float[Math.max(height, width)];
    int plane = height * width;
    for (int row = 0; row < pixels.length; row += width) {
      filter(pixels, row, 1, width, filter, line);
    }
    for (int start = 0; start < pixels.length; start += plane) {
      for (int x = 0; x < width; x++) {
        filter(pixels, start + x, width, height, filter, line);
      }
    }
  }

  private static void filter(
      float[] pixels, int start, int stride, int count, float[] filter, float[] line) {
    for (int i = 0; i < count; i++) {
      line[i] = pixels[start + i * stride];
    }
    int reach = filter.length / 2;
    for (int i = 0; i < count; i++) {
      float sum = 0;
      for (int j = -reach; j <= reach; j++) {
        sum += filter[j + reach] * line[clamp(i + j, count)];
      }
      pixels[start + i * stride] = Math.min(1, sum);
    }
  }

  private static void addNoise(float[] pixels, double deviation, SplittableRandom random) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.min(1, Math.max(0, pixels[i] + deviation * Noise.normal(random)));
    }
  }

  private static int clamp(int place, int count) {
    return Math.min(count - 1, Math.max(0, place));
  }
}

package dev.telltale.spuriosity;

import dev.telltale.stats.Bootstrap;
import java.util.random.RandomGenerator;

/**
 * One kind of information taken out of a region and the others left (Moayeri et al. 2023, app. B):
 * colour, texture or shape.
 */
public enum Corruption {
  /** Takes colour: every pixel becomes its luma (ITU-R BT.601). */
  GREY {
    @Override
    float[] whole(float[] image, int height, int width, RandomGenerator random) {
      int area = height * width;
      float[] grey = new float[image.length];
      for (int p = 0; p < area; p++) {
        float luma = 0.299f * image[p] + 0.587f * image[area + p] + 0.114f * image[2 * area + p];
        grey[p] = luma;
        grey[area + p] = luma;
        grey[2 * area + p] = luma;
      }
      return grey;
    }
  },

  /** Takes texture: three box filters one after the other, near to a Gaussian. */
  BLUR {
    @Override
    float[] whole(float[] image, int height, int width, RandomGenerator random) {
      int radius = Math.max(1, Math.min(height, width) / BLUR_SHARE);
      float[] blurred = image;
      for (int pass = 0; pass < 3; pass++) {
        blurred = box(box(blurred, height, width, radius, true), height, width, radius, false);
      }
      return blurred;
    }
  },

  /** Takes shape: square patches, each turned by a random multiple of 90°. */
  PATCH_ROTATE {
    @Override
    float[] whole(float[] image, int height, int width, RandomGenerator random) {
      int edge = Math.max(2, Math.min(height, width) / PATCHES);
      float[] turned = image.clone();
      for (int top = 0; top + edge <= height; top += edge) {
        for (int left = 0; left + edge <= width; left += edge) {
          turn(image, turned, height * width, width, top, left, edge, random.nextInt(4));
        }
      }
      return turned;
    }
  };

  /** The box's radius is the shorter side over this: 7 pixels of 224. */
  private static final int BLUR_SHARE = 32;

  /** Patches along the shorter side: 28 pixels of 224. What is left over at the edges stays. */
  private static final int PATCHES = 8;

  abstract float[] whole(float[] image, int height, int width, RandomGenerator random);

  /**
   * Corrupts a region of an image.
   *
   * @param image [3·height·width] in [0,1]; not changed
   * @param region how much of each pixel is corrupted, [height·width] in [0,1]
   * @param seed of what is done by chance
   * @return [3·height·width] in [0,1]
   */
  public float[] of(float[] image, float[] region, int height, int width, long seed) {
    float[] corrupted = whole(image, height, width, Bootstrap.generator(seed));
    float[] mixed = new float[image.length];
    for (int i = 0; i < mixed.length; i++) {
      float share = region[i % (height * width)];
      mixed[i] = share * corrupted[i] + (1 - share) * image[i];
    }
    return mixed;
  }

  /** Means over 2·radius + 1 pixels, fewer at the edges, along one axis. */
  private static float[] box(float[] in, int height, int width, int radius, boolean across) {
    float[] out = new float[in.length];
    int length = across ? width : height;
    int stride = across ? 1 : width;
    int lines = in.length / length;
    for (int line = 0; line < lines; line++) {
      int start = across ? line * width : line / width * height * width + line % width;
      for (int i = 0; i < length; i++) {
        int from = Math.max(0, i - radius);
        int to = Math.min(length - 1, i + radius);
        double sum = 0;
        for (int k = from; k <= to; k++) {
          sum += in[start + k * stride];
        }
        out[start + i * stride] = (float) (sum / (to - from + 1));
      }
    }
    return out;
  }

  private static void turn(
      float[] in, float[] out, int area, int width, int top, int left, int edge, int quarters) {
    for (int y = 0; y < edge; y++) {
      for (int x = 0; x < edge; x++) {
        int fromY = y;
        int fromX = x;
        for (int q = 0; q < quarters; q++) {
          int turnedY = fromX;
          fromX = edge - 1 - fromY;
          fromY = turnedY;
        }
        int to = (top + y) * width + left + x;
        int from = (top + fromY) * width + left + fromX;
        for (int c = 0; c < 3; c++) {
          out[c * area + to] = in[c * area + from];
        }
      }
    }
  }
}

package dev.telltale.dataset.example;

import dev.telltale.image.Mask;
import dev.telltale.image.RgbImage;
import java.util.SplittableRandom;

/**
 * A drawn picture of one object on one ground, with the two apart: nine shapes, each in a colour of
 * its own, on nine grounds. No two of different seeds are the same.
 *
 * @param ground what is behind the object
 * @param object the object on black
 * @param mask where the object is
 */
record Still(RgbImage ground, RgbImage object, Mask mask) {
  /** How many shapes, and how many grounds. */
  static final int KINDS = 9;

  /** Draws one. */
  static Still draw(int shape, int ground, int height, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double radius = random.nextDouble(.25, .38) * Math.min(height, width);
    double centreX = random.nextDouble(radius, width - radius);
    double centreY = random.nextDouble(radius, height - radius);
    double turn = random.nextDouble(-.4, .4);
    float[] plane = new float[height * width];
    byte[] object = new byte[3 * plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double dx = (x - centreX) / radius;
        double dy = (y - centreY) / radius;
        double across = dx * StrictMath.cos(turn) + dy * StrictMath.sin(turn);
        double down = dy * StrictMath.cos(turn) - dx * StrictMath.sin(turn);
        if (inside(shape % KINDS, across, down)) {
          plane[y * width + x] = 1;
          double light = .75 - .25 * down + random.nextDouble(-.06, .06);
          colour(object, y * width + x, shape / (double) KINDS, .8, light);
        }
      }
    }
    return new Still(
        ground(ground % KINDS, height, width, random),
        new RgbImage(height, width, object),
        new Mask(height, width, plane));
  }

  /** The object on its ground. */
  RgbImage image() {
    return on(ground);
  }

  /** The object on another ground of its size. */
  RgbImage on(RgbImage other) {
    byte[] rgb = other.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = mask.plane()[i / 3] > 0 ? object.rgb()[i] : rgb[i];
    }
    return new RgbImage(other.height(), other.width(), rgb);
  }

  /** The ground, black where the object is, or in a whole rectangle around it. */
  RgbImage groundWithout(boolean rectangle) {
    int[] box = box(mask);
    int width = mask.width();
    byte[] rgb = ground.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      boolean around = x >= box[0] && x < box[0] + box[2] && y >= box[1] && y < box[1] + box[3];
      if (rectangle ? around : mask.plane()[i / 3] > 0) {
        rgb[i] = 0;
      }
    }
    return new RgbImage(ground.height(), width, rgb);
  }

  /** Left, top, width, height of an object, in pixels. */
  static int[] box(Mask mask) {
    int left = mask.width();
    int top = mask.height();
    int right = 0;
    int bottom = 0;
    for (int i = 0; i < mask.plane().length; i++) {
      if (mask.plane()[i] > 0) {
        left = Math.min(left, i % mask.width());
        right = Math.max(right, i % mask.width() + 1);
        top = Math.min(top, i / mask.width());
        bottom = Math.max(bottom, i / mask.width() + 1);
      }
    }
    return new int[] {left, top, right - left, bottom - top};
  }

  private static boolean inside(int shape, double x, double y) {
    double r = StrictMath.sqrt(x * x + y * y);
    return switch (shape) {
      case 0 -> r < 1;
      case 1 -> Math.max(Math.abs(x), Math.abs(y)) < .8;
      case 2 -> y < .7 && y > 1.9 * Math.abs(x) - 1;
      case 3 -> Math.abs(x) + Math.abs(y) < 1;
      case 4 -> r < 1 && r > .5;
      case 5 -> Math.min(Math.abs(x), Math.abs(y)) < .3 && r < 1;
      case 6 -> r < .55 + .4 * StrictMath.cos(5 * StrictMath.atan2(y, x));
      case 7 -> x * x + 4 * y * y < 1;
      default -> r < 1 && y < .2;
    };
  }

  private static RgbImage ground(int kind, int height, int width, SplittableRandom random) {
    byte[] rgb = new byte[3 * height * width];
    double shift = random.nextDouble(1);
    double steps = random.nextDouble(3, 7);
    double bright = random.nextDouble(.4, .7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double along = (kind % 3 == 0 ? x : kind % 3 == 1 ? y : x + y) / (double) width;
        double wave = StrictMath.sin(2 * StrictMath.PI * (steps * along + shift));
        double light = bright + .12 * wave - .1 * y / height + random.nextDouble(-.05, .05);
        colour(rgb, y * width + x, (kind + .5) / KINDS + .3, .35, light);
      }
    }
    return new RgbImage(height, width, rgb);
  }

  private static void colour(byte[] rgb, int pixel, double hue, double saturation, double light) {
    for (int c = 0; c < 3; c++) {
      double k = (new int[] {5, 3, 1}[c] + (hue - Math.floor(hue)) * 6) % 6;
      double fall = Math.max(0, Math.min(1, Math.min(k, 4 - k)));
      double value = Math.max(0, Math.min(1, light)) * (1 - saturation * fall);
      rgb[3 * pixel + c] = (byte) Math.round(255 * value);
    }
  }
}

package dev.telltale.dataset.shapes;

import dev.telltale.dataset.drawn.Draws;
import dev.telltale.dataset.drawn.Noise;

/** The seven textures. Each has streams of its own. */
final class Texture {
  private final long seed;
  private final int size;

  Texture(long seed, int size) {
    this.seed = seed;
    this.size = size;
  }

  /**
   * @param texture a place in the factor's list
   * @return about unit variance, [size, size]
   */
  float[] field(int texture) {
    return switch (texture) {
      case 0 -> sum(.7f, noise(20, 28, 5), .5f, noise(21, 4, 4));
      case 1 -> sum(.7f, noise(22, 5, 26), .5f, noise(23, 4, 4));
      case 2 -> sum(.8f, noise(24, 26, 26), .4f, noise(25, 4, 4));
      case 3 -> sum(1.1f, noise(26, 5, 5), 0, noise(26, 5, 5));
      case 4 -> sum(1, stripes(), .4f, noise(28, 5, 5));
      case 5 -> sum(1.2f, trunks(), .4f, noise(30, 20, 20));
      default -> sum(.2f, noise(31, 3, 3), 0, noise(31, 3, 3));
    };
  }

  /** Slanted waves. */
  private float[] stripes() {
    Draws draws = Draws.of(seed, 27);
    double rate = draws.uniform(10, 22);
    double slant = StrictMath.cos(draws.uniform(0, 3.14));
    return waves(rate * slant, rate, 0);
  }

  /** Upright waves. */
  private float[] trunks() {
    Draws draws = Draws.of(seed, 29);
    return waves(draws.uniform(8, 16), 0, draws.uniform(0, 6));
  }

  private float[] waves(double across, double down, double phase) {
    float[] field = new float[size * size];
    for (int at = 0; at < field.length; at++) {
      double x = (at % size + .5) / size * 2 - 1;
      double y = (at / size + .5) / size * 2 - 1;
      field[at] = (float) StrictMath.sin(across * x + down * y + phase);
    }
    return field;
  }

  private float[] noise(int stream, int gridH, int gridW) {
    return Noise.field(Draws.of(seed, stream), Noise.even(size), size, gridH, gridW);
  }

  private static float[] sum(float one, float[] first, float other, float[] second) {
    for (int i = 0; i < first.length; i++) {
      first[i] = one * first[i] + other * second[i];
    }
    return first;
  }
}

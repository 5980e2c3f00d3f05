package dev.telltale.train;

import java.util.SplittableRandom;

/** Normal numbers, quickly, and the same ones on every machine. */
final class Noise {
  private Noise() {}

  /**
   * Near enough to a standard normal for noise on pixels and latents: the sum of four uniforms of
   * 16 bits, never beyond ± 3.47. Needs neither logarithm nor rejection.
   */
  static double normal(SplittableRandom random) {
    long z = random.nextLong();
    long sum = (z & 0xFFFF) + (z >>> 16 & 0xFFFF) + (z >>> 32 & 0xFFFF) + (z >>> 48);
    return (sum - 2 * 65535) * (1.7320508075688772 / 65535.5);
  }

  /** As many of them. */
  static float[] normals(int count, SplittableRandom random) {
    float[] drawn = new float[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (float) normal(random);
    }
    return drawn;
  }
}

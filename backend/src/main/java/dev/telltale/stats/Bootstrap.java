package dev.telltale.stats;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The bootstrap over images: the images are drawn again with replacement, as many as there are,
 * many times; the mean and the standard deviation of the resampled means are reported
 * (Attention-IoU, sec. 5; 10 000 resamples).
 *
 * <p>A value that is NaN (the image is not in the group, or its map is all zero) is skipped inside
 * each resample, and a resample that drew no value at all is skipped too. The deviation over
 * resamples is the population one (divisor: number of resamples), as the authors' code has it;
 * arithmetic here is double where theirs is float32.
 */
public final class Bootstrap {

  /**
   * The generator of the draws. Its algorithm is fixed by the name (LXM family, Steele and Vigna
   * 2021), and a test pins its output, so equal seeds give equal bytes everywhere.
   */
  private static final RandomGeneratorFactory<RandomGenerator> GENERATOR =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Bootstrap() {}

  /**
   * Resamples by the given draws.
   *
   * @param values one per image [N]; NaN where the image has none
   * @param indices the drawn images [S·N], each in 0..N−1; resample s is entries s·N..(s+1)·N−1
   * @throws IllegalArgumentException if the number of indices is no multiple of N
   * @throws IndexOutOfBoundsException if an index names no image
   */
  public static Bootstrapped of(double[] values, int[] indices) {
    int n = values.length;
    if (n == 0 ? indices.length != 0 : indices.length % n != 0) {
      throw new IllegalArgumentException(
          indices.length + " indices are no whole number of resamples of " + n + " values");
    }
    Moments means = Moments.NONE;
    for (int start = 0; start < indices.length; start += n) {
      double sum = 0;
      int drawn = 0;
      for (int i = start; i < start + n; i++) {
        double value = values[indices[i]];
        if (!Double.isNaN(value)) {
          sum += value;
          drawn++;
        }
      }
      means = drawn == 0 ? means : means.plus(sum / drawn);
    }
    return Bootstrapped.of(means);
  }

  /**
   * Resamples by a seed: the same as {@link #of} on {@link #indices}, without holding the draws.
   *
   * @param values one per image [N]; NaN where the image has none
   * @param resamples how many resamples, ≥ 1 (the paper: 10 000)
   */
  public static Bootstrapped seeded(double[] values, int resamples, long seed) {
    int n = values.length;
    RandomGenerator random = GENERATOR.create(seed);
    Moments means = Moments.NONE;
    for (int s = 0; s < resamples && n > 0; s++) {
      double sum = 0;
      int drawn = 0;
      for (int i = 0; i < n; i++) {
        double value = values[random.nextInt(n)];
        if (!Double.isNaN(value)) {
          sum += value;
          drawn++;
        }
      }
      means = drawn == 0 ? means : means.plus(sum / drawn);
    }
    return Bootstrapped.of(means);
  }

  /**
   * The draws of a seed [resamples·n], to resample several figures of the same images together.
   *
   * @param n how many images, ≥ 1
   */
  public static int[] indices(int n, int resamples, long seed) {
    return GENERATOR.create(seed).ints((long) n * resamples, 0, n).toArray();
  }
}

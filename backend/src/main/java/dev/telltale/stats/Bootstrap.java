package dev.telltale.stats;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;

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
  static final RandomGeneratorFactory<RandomGenerator> GENERATOR =
      RandomGeneratorFactory.of("L64X128MixRandom");

  /** Linear interpolation between the order statistics. */
  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

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
   * A figure with its percentile interval (Efron and Tibshirani 1993, ch. 13): the quantiles of the
   * figure over resampled items. Resamples in which it is NaN are left out; the ends are NaN when
   * none remains.
   *
   * @param n how many items, ≥ 1
   * @param figure of the items drawn: indices in 0..n−1, which repeat
   * @param level confidence, in (0,1), e.g. 0.95
   * @param resamples how many; 2000 are usual for 95 %
   */
  public static Estimate interval(
      int n, ToDoubleFunction<int[]> figure, double level, int resamples, long seed) {
    RandomGenerator random = GENERATOR.create(seed);
    return interval(
        figure.applyAsDouble(IntStream.range(0, n).toArray()),
        IntStream.range(0, resamples)
            .mapToDouble(s -> figure.applyAsDouble(random.ints(n, 0, n).toArray())),
        level,
        n);
  }

  /** A generator of draws: equal seeds give equal draws everywhere. */
  public static RandomGenerator generator(long seed) {
    return GENERATOR.create(seed);
  }

  /**
   * The percentile interval of a figure that was resampled elsewhere.
   *
   * @param value the figure itself
   * @param resampled the figure of each resample; those that are NaN are left out
   * @param level confidence, in (0,1)
   * @param n how many items the figure is over
   */
  public static Estimate percentiles(double value, double[] resampled, double level, long n) {
    return interval(value, DoubleStream.of(resampled), level, n);
  }

  /** The percentile interval of a figure that was resampled. */
  static Estimate interval(double value, DoubleStream resampled, double level, long n) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("confidence level " + level + " is not in (0,1)");
    }
    double[] drawn = resampled.filter(figure -> !Double.isNaN(figure)).sorted().toArray();
    return new Estimate(
        value,
        QUANTILE.evaluate(drawn, (1 - level) / 2),
        QUANTILE.evaluate(drawn, (1 + level) / 2),
        n);
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

package dev.telltale.stats;

import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The bootstrap over trained models and images at once (Owen 2007, "The pigeonhole bootstrap"):
 * models are drawn again with replacement, and so are images, and every drawn model is asked about
 * every drawn image. An interval over images alone would take the one training that was done for
 * all there could have been.
 */
public final class PigeonholeBootstrap {
  private PigeonholeBootstrap() {}

  /**
   * A figure with its percentile interval. Resamples in which it is NaN are left out; the ends are
   * NaN when none remains. With few models the interval is too narrow: a bootstrap cannot know how
   * models differ that were not trained.
   *
   * @param models how many, ≥ 1
   * @param images how many, ≥ 1
   * @param figure of the models and images drawn: indices that repeat
   * @param level confidence, in (0,1), e.g. 0.95
   * @param resamples how many; 2000 are usual for 95 %
   * @throws IllegalArgumentException if the level is out of its range
   */
  public static Estimate interval(
      int models,
      int images,
      ToDoubleBiFunction<int[], int[]> figure,
      double level,
      int resamples,
      long seed) {
    RandomGenerator random = Bootstrap.GENERATOR.create(seed);
    return Bootstrap.interval(
        figure.applyAsDouble(
            IntStream.range(0, models).toArray(), IntStream.range(0, images).toArray()),
        IntStream.range(0, resamples)
            .mapToDouble(
                s ->
                    figure.applyAsDouble(
                        random.ints(models, 0, models).toArray(),
                        random.ints(images, 0, images).toArray())),
        level,
        (long) models * images);
  }
}

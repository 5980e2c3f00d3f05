package dev.telltale.spuriosity;

import dev.telltale.features.head.Examples;
import dev.telltale.stats.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which training images a head is tuned on (Moayeri et al. 2023, sec. 4.3, app. F): as many of each
 * class that has a ranking, or all of a smaller one.
 */
public enum TuningSet {
  /** Those of lowest spuriosity: the mitigation. */
  LOW_SPURIOSITY {
    @Override
    int[] of(Ranking ranking, boolean[] right, int perClass, RandomGenerator random) {
      return ranking.lowest(perClass);
    }
  },
  /** Any: what tuning does by itself. */
  RANDOM {
    @Override
    int[] of(Ranking ranking, boolean[] right, int perClass, RandomGenerator random) {
      return Arrays.copyOf(shuffled(ranking, random), Math.min(perClass, ranking.size()));
    }
  },
  /** Those that the model gets wrong, topped up with right ones where there are fewer. */
  ERRORS {
    @Override
    int[] of(Ranking ranking, boolean[] right, int perClass, RandomGenerator random) {
      int[] order = shuffled(ranking, random);
      return IntStream.concat(
              Arrays.stream(order).filter(place -> !right[place]),
              Arrays.stream(order).filter(place -> right[place]))
          .limit(perClass)
          .toArray();
    }
  };

  /** Images of each class in the paper. */
  public static final int PER_CLASS = 100;

  abstract int[] of(Ranking ranking, boolean[] right, int perClass, RandomGenerator random);

  /**
   * Chooses the images.
   *
   * @param train the images that may be tuned on
   * @param rankings of their classes; those that are missing give no image
   * @param right which of them the model to be tuned gets right
   * @param perClass at least 1
   * @param seed of what is chosen by chance
   * @return the chosen ones; as many for every set
   * @throws IllegalArgumentException if no class has a ranking
   */
  public Examples choose(
      Examples train, List<Ranking> rankings, boolean[] right, int perClass, long seed) {
    return train.at(places(rankings, right, perClass, seed));
  }

  /** Their places among the images that may be tuned on; see {@link #choose}. */
  int[] places(List<Ranking> rankings, boolean[] right, int perClass, long seed) {
    RandomGenerator random = Bootstrap.generator(seed);
    int[] places =
        rankings.stream()
            .filter(ranking -> ranking.missing() == null)
            .flatMapToInt(ranking -> Arrays.stream(of(ranking, right, perClass, random)))
            .toArray();
    if (places.length == 0) {
      throw new IllegalArgumentException("no class has a ranking to choose images by");
    }
    return places;
  }

  private static int[] shuffled(Ranking ranking, RandomGenerator random) {
    int[] order = ranking.order().clone();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    return order;
  }
}

package dev.telltale.spuriosity;

import dev.telltale.features.head.Examples;
import dev.telltale.stats.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which training images a head is tuned on (Moayeri et al. 2023, sec. 4.3, app. F): as many of each
 * class, or all of a smaller one. A class that has no ranking gives any: without images of it a
 * head would learn to give it up.
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
   * @param rankings of their classes
   * @param right which of them the model to be tuned gets right
   * @param perClass at least 1
   * @param seed of what is chosen by chance
   * @return the chosen ones; as many for every set
   * @throws IllegalArgumentException if no class has a ranking
   */
  public Examples choose(
      Examples train, List<Ranking> rankings, boolean[] right, int perClass, long seed) {
    return train.at(places(train, rankings, right, perClass, seed));
  }

  /** Their places among the images that may be tuned on; see {@link #choose}. */
  int[] places(Examples train, List<Ranking> rankings, boolean[] right, int perClass, long seed) {
    if (rankings.stream().allMatch(ranking -> ranking.missing() != null)) {
      throw new IllegalArgumentException("no class has a ranking to choose images by");
    }
    RandomGenerator random = Bootstrap.generator(seed);
    return rankings.stream()
        .flatMapToInt(
            ranking ->
                Arrays.stream(
                    ranking.missing() == null
                        ? of(ranking, right, perClass, random)
                        : any().of(unranked(train, ranking), right, perClass, random)))
        .toArray();
  }

  /** How a class without a ranking is chosen from. */
  private TuningSet any() {
    return this == LOW_SPURIOSITY ? RANDOM : this;
  }

  private static Ranking unranked(Examples train, Ranking missing) {
    int[] members =
        IntStream.range(0, train.size())
            .filter(place -> train.label(place) == missing.classIndex())
            .toArray();
    return Ranking.of(missing.classIndex(), members, new double[members.length]);
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

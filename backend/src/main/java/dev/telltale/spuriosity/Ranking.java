package dev.telltale.spuriosity;

import dev.telltale.features.head.Examples;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a class from the lowest spuriosity to the highest (Moayeri et al. 2023, sec. 4.1);
 * or by another score of theirs, such as one feature's activation. Of equals the one that comes
 * first among the examples comes first here.
 *
 * @param classIndex the class
 * @param order places of its images among the examples; empty where there is no ranking
 * @param scores of the images in that order, rising
 * @param missing why there is no ranking; null where there is one
 */
public record Ranking(int classIndex, int[] order, double[] scores, @Nullable String missing) {

  /**
   * Ranks the images of a class by spuriosity.
   *
   * @param members the images, with the features of the cues in the cues' order
   * @param cues of the class; of other images where these are ranked against a reference
   */
  public static Ranking of(Activations members, ClassCues cues) {
    if (!Arrays.equals(members.features(), cues.features())) {
      throw new IllegalArgumentException("activations of other features than the cues'");
    }
    String missing = cues.missing().orElse(members.images() == 0 ? "the class has no image" : null);
    return missing == null
        ? of(members.classIndex(), members.places(), cues.spuriosity(members))
        : new Ranking(members.classIndex(), new int[0], new double[0], missing);
  }

  /**
   * Ranks the images of every class against their own class, one pass over the examples.
   *
   * @param spurious S(c) of each class; empty where it has none
   */
  public static List<Ranking> of(Examples examples, List<int[]> spurious) {
    return Activations.gather(examples, spurious).stream()
        .map(one -> of(one, ClassCues.of(one)))
        .toList();
  }

  /**
   * Ranks images by a score.
   *
   * @param places of the images among the examples, rising
   * @param scores one per image, finite
   */
  public static Ranking of(int classIndex, int[] places, double[] scores) {
    int[] sorted =
        IntStream.range(0, places.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> scores[i] + 0.0))
            .mapToInt(i -> i)
            .toArray();
    return new Ranking(
        classIndex,
        Arrays.stream(sorted).map(i -> places[i]).toArray(),
        Arrays.stream(sorted).mapToDouble(i -> scores[i]).toArray(),
        places.length == 0 ? "the class has no image" : null);
  }

  /** How many images are ranked. */
  public int size() {
    return order.length;
  }

  /** The k images of lowest score, rising; all where there are fewer. */
  public int[] lowest(int k) {
    return Arrays.copyOf(order, Math.min(k, order.length));
  }

  /** The k images of highest score, rising; all where there are fewer. */
  public int[] highest(int k) {
    return Arrays.copyOfRange(order, order.length - Math.min(k, order.length), order.length);
  }

  /**
   * Some of the ranks: a ranking of every other image, say, whose ends are as far apart.
   *
   * @param from the first rank taken, from 0
   * @param every at least 1
   */
  public Ranking every(int from, int every) {
    int[] ranks =
        IntStream.iterate(from, rank -> rank < order.length, rank -> rank + every).toArray();
    return new Ranking(
        classIndex,
        Arrays.stream(ranks).map(rank -> order[rank]).toArray(),
        Arrays.stream(ranks).mapToDouble(rank -> scores[rank]).toArray(),
        missing);
  }

  /**
   * The rank percentile of a score: the share of the ranked images below it, equals counting half;
   * from 0, lower than all, to 1, higher than all.
   *
   * @throws IllegalStateException where there is no ranking
   */
  public double percentile(double score) {
    if (missing != null || order.length == 0) {
      throw new IllegalStateException(missing);
    }
    return percentile(scores, score);
  }

  /** The same among rising scores, at least one. */
  static double percentile(double[] scores, double score) {
    int below = first(scores, score, false);
    int notAbove = first(scores, score, true);
    return (below + notAbove) / 2.0 / scores.length;
  }

  /** The first rank whose score is not below a score; or, strictly, above it. */
  private static int first(double[] scores, double score, boolean above) {
    int low = 0;
    int high = scores.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scores[middle] < score || (above && scores[middle] == score)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

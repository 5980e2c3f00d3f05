package dev.telltale.spuriosity;

import dev.telltale.features.head.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A direction in feature space that stands for a concept (Moayeri et al. 2023, app. G): the mean
 * feature of images that have it minus that of images that have not. Images are ranked by how far
 * they lie along it, as by spuriosity; a cue without a gap at the ends is one the model does not
 * use.
 *
 * @param direction of length 1, [C]; all 0 where there is none
 * @param missing why there is none; null where there is one
 */
public record ConceptDirection(double[] direction, @Nullable String missing) {

  /**
   * The difference of the means.
   *
   * @param has whether each example has the concept
   */
  public static ConceptDirection of(Examples examples, boolean[] has) {
    double[][] sums = new double[2][examples.channels()];
    int[] counts = new int[2];
    float[] row = new float[examples.channels()];
    for (int place = 0; place < examples.size(); place++) {
      examples.features(place, row, 0);
      int side = has[place] ? 1 : 0;
      counts[side]++;
      for (int i = 0; i < row.length; i++) {
        sums[side][i] += row[i];
      }
    }
    if (counts[0] == 0 || counts[1] == 0) {
      return new ConceptDirection(
          new double[row.length],
          counts[1] == 0 ? "no image has the concept" : "every image has the concept");
    }
    double[] difference = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      difference[i] = sums[1][i] / counts[1] - sums[0][i] / counts[0];
    }
    return of(difference);
  }

  /**
   * The difference of the means within classes: the mean, over the classes that have images of both
   * kinds, of the difference in each. Where a concept goes with a class, the difference over all
   * images is half the class itself, and every model would seem to use it.
   *
   * @param has whether each example has the concept
   * @param classes how many there are
   */
  public static ConceptDirection withinClasses(Examples examples, boolean[] has, int classes) {
    double[][][] sums = new double[classes][2][examples.channels()];
    int[][] counts = new int[classes][2];
    float[] row = new float[examples.channels()];
    for (int place = 0; place < examples.size(); place++) {
      examples.features(place, row, 0);
      int side = has[place] ? 1 : 0;
      counts[examples.label(place)][side]++;
      double[] sum = sums[examples.label(place)][side];
      for (int i = 0; i < row.length; i++) {
        sum[i] += row[i];
      }
    }
    double[] along = new double[row.length];
    int both = 0;
    for (int c = 0; c < classes; c++) {
      if (counts[c][0] > 0 && counts[c][1] > 0) {
        both++;
        for (int i = 0; i < along.length; i++) {
          along[i] += sums[c][1][i] / counts[c][1] - sums[c][0][i] / counts[c][0];
        }
      }
    }
    return both == 0
        ? new ConceptDirection(along, "no class has images with the concept and without it")
        : of(along);
  }

  /** A direction that was found another way, such as the embedding of a text. */
  public static ConceptDirection of(double[] along) {
    double squares = 0;
    for (double one : along) {
      squares += one * one;
    }
    if (!(squares > 0)) {
      return new ConceptDirection(along.clone(), "it makes no difference to any feature");
    }
    double length = Math.sqrt(squares);
    double[] unit = new double[along.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = along[i] / length;
    }
    return new ConceptDirection(unit, null);
  }

  /** How far along the direction an image lies: ⟨r, d⟩. */
  public double along(float[] pooled) {
    double sum = 0;
    for (int i = 0; i < direction.length; i++) {
      sum += direction[i] * pooled[i];
    }
    return sum;
  }

  /**
   * Ranks the images of every class by it.
   *
   * @param classes how many there are
   */
  public List<Ranking> rankings(Examples examples, int classes) {
    List<List<Integer>> places = new ArrayList<>();
    IntStream.range(0, classes).forEach(c -> places.add(new ArrayList<>()));
    double[] scores = new double[examples.size()];
    float[] row = new float[examples.channels()];
    for (int place = 0; place < scores.length; place++) {
      examples.features(place, row, 0);
      scores[place] = along(row);
      places.get(examples.label(place)).add(place);
    }
    return IntStream.range(0, classes)
        .mapToObj(
            c -> {
              if (missing != null) {
                return new Ranking(c, new int[0], new double[0], missing);
              }
              int[] own = places.get(c).stream().mapToInt(place -> place).toArray();
              return Ranking.of(c, own, IntStream.of(own).mapToDouble(p -> scores[p]).toArray());
            })
        .toList();
  }
}

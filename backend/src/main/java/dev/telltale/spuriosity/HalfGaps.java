package dev.telltale.spuriosity;

import java.util.ArrayList;
import java.util.List;

/**
 * The class-wise gaps of models on two disjoint halves of the images: each class's ranks are dealt
 * to the halves in turn, so that both reach from the lowest spuriosity to the highest. What agrees
 * between halves is no chance of which images there are.
 *
 * @param first gaps on one half, [models][classes]
 * @param second on the other, for the same models and classes
 */
public record HalfGaps(double[][] first, double[][] second) {

  /**
   * Measures all models on both halves.
   *
   * @param k images at each end in the whole; a half takes half as many, at least 1
   * @return the classes that have ends in both halves: of those with a ranking, all of four images
   *     or more
   */
  public static HalfGaps of(List<Ranking> rankings, int k, List<Predictions> models) {
    List<Ends> first = new ArrayList<>();
    List<Ends> second = new ArrayList<>();
    for (Ranking ranking : rankings) {
      Ends one = Ends.of(ranking.every(0, 2), Math.max(1, k / 2));
      Ends other = Ends.of(ranking.every(1, 2), Math.max(1, k / 2));
      if (one.missing() == null && other.missing() == null) {
        first.add(one);
        second.add(other);
      }
    }
    return new HalfGaps(gaps(first, models), gaps(second, models));
  }

  /** How many classes are compared. */
  public int classes() {
    return first.length == 0 ? 0 : first[0].length;
  }

  private static double[][] gaps(List<Ends> ends, List<Predictions> models) {
    double[][] gaps = new double[models.size()][ends.size()];
    for (int model = 0; model < gaps.length; model++) {
      for (int c = 0; c < gaps[model].length; c++) {
        Ends of = ends.get(c);
        boolean[] right = models.get(model).right();
        gaps[model][c] = share(right, of.high()) - share(right, of.low());
      }
    }
    return gaps;
  }

  private static double share(boolean[] right, int[] places) {
    int count = 0;
    for (int place : places) {
      count += right[place] ? 1 : 0;
    }
    return (double) count / places.length;
  }
}

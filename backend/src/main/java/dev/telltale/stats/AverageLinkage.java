package dev.telltale.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Agglomerative clustering by average linkage (Sokal and Michener 1958): the two clusters whose
 * items lie nearest in the mean are joined until one is left. Of the tree only the order of its
 * leaves is kept, in which items that belong together stand together.
 */
public final class AverageLinkage {
  private AverageLinkage() {}

  /**
   * The order of the leaves. Of the four ways in which two clusters can be laid side by side, the
   * one whose touching ends are nearest is taken; what is equally near goes by the smaller number.
   *
   * @param distances symmetric, [n,n], at least 0, none NaN; left as they are
   * @return the numbers 0 to n − 1, each once; n³ steps
   * @throws IllegalArgumentException if the matrix is not square or a distance is NaN or negative
   */
  public static List<Integer> order(double[][] distances) {
    int n = distances.length;
    double[][] between = new double[n][];
    List<List<Integer>> clusters = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      check(distances[i], n);
      between[i] = distances[i].clone();
      clusters.add(List.of(i));
    }
    for (int left = n; left > 1; left--) {
      int a = -1;
      int b = -1;
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n && !clusters.get(i).isEmpty(); j++) {
          if (!clusters.get(j).isEmpty() && (a < 0 || between[i][j] < between[a][b])) {
            a = i;
            b = j;
          }
        }
      }
      double ofA = clusters.get(a).size();
      double ofB = clusters.get(b).size();
      for (int k = 0; k < n; k++) {
        between[a][k] = (ofA * between[a][k] + ofB * between[b][k]) / (ofA + ofB);
        between[k][a] = between[a][k];
      }
      clusters.set(a, joined(clusters.get(a), clusters.get(b), distances));
      clusters.set(b, List.of());
    }
    return n == 0 ? List.of() : List.copyOf(clusters.get(0));
  }

  private static List<Integer> joined(List<Integer> a, List<Integer> b, double[][] distances) {
    List<Integer> best = List.of();
    double nearest = Double.POSITIVE_INFINITY;
    for (List<Integer> left : List.of(a, reversed(a))) {
      for (List<Integer> right : List.of(b, reversed(b))) {
        double gap = distances[left.get(left.size() - 1)][right.get(0)];
        if (gap < nearest) {
          nearest = gap;
          best = new ArrayList<>(left);
          best.addAll(right);
        }
      }
    }
    return best;
  }

  private static List<Integer> reversed(List<Integer> items) {
    List<Integer> reversed = new ArrayList<>(items);
    Collections.reverse(reversed);
    return reversed;
  }

  private static void check(double[] row, int n) {
    if (row.length != n) {
      throw new IllegalArgumentException("a row of " + row.length + " in a matrix of " + n);
    }
    for (double distance : row) {
      if (!(distance >= 0 && distance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a distance is 0 or more, not " + distance);
      }
    }
  }
}

package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AverageLinkageTest {

  @Test
  void whatBelongsTogetherStandsTogether() {
    // 0, 2, 4 are near each other, and so are 1 and 3.
    double[][] distances = new double[5][5];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        distances[i][j] = i == j ? 0 : i % 2 == j % 2 ? 0.1 : 0.9;
      }
    }
    assertThat(AverageLinkage.order(distances)).containsExactly(0, 2, 4, 1, 3);
  }

  @Test
  void nothingAndOneAreInOrder() {
    assertThat(AverageLinkage.order(new double[0][0])).isEmpty();
    assertThat(AverageLinkage.order(new double[1][1])).containsExactly(0);
  }

  @Test
  void whatIsNoMatrixOfDistancesIsRefused() {
    for (double[][] wrong :
        List.of(
            new double[][] {{0, 1}},
            new double[][] {{0, -1}, {-1, 0}},
            new double[][] {{0, Double.NaN}, {Double.NaN, 0}})) {
      assertThatThrownBy(() -> AverageLinkage.order(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** The definition: the mean over all pairs of leaves, taken anew each time. */
  @Property(tries = 200)
  void meansOverAllPairsOfLeavesLeadToTheSameOrder(
      @ForAll @IntRange(min = 1, max = 12) int n, @ForAll long seed) {
    Random random = new Random(seed);
    double[][] distances = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        distances[i][j] = random.nextDouble();
        distances[j][i] = distances[i][j];
      }
    }
    assertThat(AverageLinkage.order(distances)).isEqualTo(slow(distances));
  }

  private static List<Integer> slow(double[][] distances) {
    List<List<Integer>> clusters = new ArrayList<>();
    for (int i = 0; i < distances.length; i++) {
      clusters.add(List.of(i));
    }
    while (clusters.size() > 1) {
      int[] best = {0, 1};
      for (int i = 0; i < clusters.size(); i++) {
        for (int j = i + 1; j < clusters.size(); j++) {
          if (mean(distances, clusters.get(i), clusters.get(j))
              < mean(distances, clusters.get(best[0]), clusters.get(best[1]))) {
            best = new int[] {i, j};
          }
        }
      }
      List<Integer> right = clusters.remove(best[1]);
      clusters.set(best[0], laid(distances, clusters.get(best[0]), right));
    }
    return clusters.get(0);
  }

  private static List<Integer> laid(double[][] distances, List<Integer> a, List<Integer> b) {
    List<List<Integer>> ways = new ArrayList<>();
    for (int turned = 0; turned < 4; turned++) {
      List<Integer> left = new ArrayList<>(a);
      List<Integer> right = new ArrayList<>(b);
      if (turned / 2 == 1) {
        Collections.reverse(left);
      }
      if (turned % 2 == 1) {
        Collections.reverse(right);
      }
      left.addAll(right);
      ways.add(left);
    }
    return ways.stream()
        .min(
            (x, y) ->
                Double.compare(
                    distances[x.get(a.size() - 1)][x.get(a.size())],
                    distances[y.get(a.size() - 1)][y.get(a.size())]))
        .orElseThrow();
  }

  private static double mean(double[][] distances, List<Integer> a, List<Integer> b) {
    double sum = 0;
    for (int i : a) {
      for (int j : b) {
        sum += distances[i][j];
      }
    }
    return sum / (a.size() * b.size());
  }
}

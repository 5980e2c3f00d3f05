package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RankingTest {

  /** 1/|S| Σ over i in S of (r_i(x) − μ_i)/σ_i, statistics over the class's images. */
  private static double plainly(Drawn drawn, int c, int[] spurious, float[] row) {
    double sum = 0;
    for (int i : spurious) {
      double[] all =
          IntStream.range(0, drawn.size())
              .filter(p -> drawn.label(p) == c)
              .mapToDouble(p -> drawn.rows()[p][i])
              .toArray();
      double mean = Arrays.stream(all).average().orElseThrow();
      double square = Arrays.stream(all).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      sum += (row[i] - mean) / Math.sqrt(square);
    }
    return sum / spurious.length;
  }

  @Property(tries = 200)
  void spuriosityIsTheMeanDeviationOfTheSpuriousFeatures(
      @ForAll @IntRange(min = 12, max = 60) int size,
      @ForAll @IntRange(min = 1, max = 4) int cues,
      @ForAll @IntRange(min = 0, max = 999) int seed) {
    Drawn drawn = Drawn.of(size, 6, 2, seed);
    int[] spurious = new java.util.Random(seed).ints(0, 6).distinct().limit(cues).toArray();
    List<Activations> classes = Activations.gather(drawn, List.of(spurious, new int[0]));
    ClassCues got = ClassCues.of(classes.get(0));
    if (got.constant().length > 0) {
      return;
    }
    Ranking ranking = Ranking.of(classes.get(0), got);
    List<Integer> sorted = new ArrayList<>();
    for (int p = 0; p < size; p++) {
      if (drawn.label(p) == 0) {
        sorted.add(p);
      }
      assertThat(got.spuriosity(drawn.rows()[p]))
          .isCloseTo(plainly(drawn, 0, spurious, drawn.rows()[p]), within(1e-9));
    }
    sorted.sort(Comparator.comparingDouble(p -> got.spuriosity(drawn.rows()[p])));
    assertThat(Arrays.stream(ranking.order()).boxed().toList()).isEqualTo(sorted);
    assertThat(Arrays.stream(ranking.scores()).sum()).isCloseTo(0, within(1e-6));
  }

  @Property(tries = 100)
  void scalingAndShiftingAFeatureLeavesTheRankingUnchanged(
      @ForAll @IntRange(min = 2, max = 40) int size,
      @ForAll @IntRange(min = -6, max = 6) int power,
      @ForAll @IntRange(min = 0, max = 999) int seed) {
    Drawn drawn = Drawn.of(size, 3, 1, seed);
    Ranking before = Ranking.of(drawn, List.of(new int[] {1})).get(0);
    for (float[] row : drawn.rows()) {
      row[1] = row[1] * (float) Math.pow(2, power);
    }
    Ranking after = Ranking.of(drawn, List.of(new int[] {1})).get(0);
    assertThat(after.missing()).isEqualTo(before.missing());
    assertThat(after.order()).isEqualTo(before.order());
    assertThat(after.scores()).containsExactly(before.scores(), within(1e-9));
  }

  @Property(tries = 200)
  void aPercentileCountsWhatIsBelowAndHalfOfWhatIsEqual(
      @ForAll @IntRange(min = 1, max = 30) int size,
      @ForAll @IntRange(min = 0, max = 999) int seed) {
    java.util.Random random = new java.util.Random(seed);
    double[] scores = random.ints(size, 0, 5).asDoubleStream().toArray();
    Ranking ranking = Ranking.of(0, IntStream.range(0, size).toArray(), scores);
    for (double score = -0.5; score < 6; score += 0.5) {
      double asked = score;
      double below = Arrays.stream(scores).filter(s -> s < asked).count();
      double equal = Arrays.stream(scores).filter(s -> s == asked).count();
      assertThat(ranking.percentile(score)).isCloseTo((below + equal / 2) / size, within(1e-12));
    }
    assertThat(ranking.percentile(-1)).isZero();
    assertThat(ranking.percentile(9)).isEqualTo(1);
  }

  @Example
  void equalsKeepTheirOrderAndEndsHoldNoMoreThanThereAre() {
    Ranking ranking = Ranking.of(0, new int[] {3, 5, 8, 9}, new double[] {1, -0.0, 1, 0.0});
    assertThat(ranking.order()).containsExactly(5, 9, 3, 8);
    assertThat(ranking.lowest(2)).containsExactly(5, 9);
    assertThat(ranking.highest(3)).containsExactly(9, 3, 8);
    assertThat(ranking.highest(99)).containsExactly(5, 9, 3, 8);
    assertThat(ranking.every(1, 2).order()).containsExactly(9, 8);
    assertThat(ranking.every(0, 3).order()).containsExactly(5, 8);
  }

  @Example
  void whatCannotBeRankedIsNamed() {
    float[][] rows = {{1, 2, 0.1f}, {1, 3, 0.1f}, {1, 4, 0.1f}};
    Drawn drawn = new Drawn(rows, new int[] {0, 0, 1}, 3);
    List<Ranking> none = Ranking.of(drawn, List.of(new int[0], new int[] {1}, new int[] {1}));
    assertThat(none.get(0).missing()).isEqualTo("the class has no spurious feature");
    assertThat(none.get(0).size()).isZero();
    assertThat(none.get(1).missing())
        .isEqualTo("its spurious features are the same on all images of the class");
    assertThat(none.get(2).missing()).isNotNull();
    assertThatThrownBy(() -> none.get(0).percentile(0))
        .hasMessage("the class has no spurious feature");
  }

  @Example
  void aConstantFeatureIsNamedAndCountsForNothing() {
    float[][] rows = {{0.1f, 4}, {0.1f, 2}, {0.1f, 3}};
    Drawn drawn = new Drawn(rows, new int[3], 2);
    List<int[]> spurious = new ArrayList<>();
    spurious.add(new int[] {0, 1});
    Activations members = Activations.gather(drawn, spurious).get(0);
    ClassCues cues = ClassCues.of(members);
    assertThat(cues.constant()).containsExactly(0);
    assertThat(cues.missing()).isEmpty();
    assertThat(Ranking.of(members, cues).order()).containsExactly(1, 2, 0);
    assertThat(cues.spuriosity(new float[] {9, 3})).isZero();
  }

  @Example
  void aFeatureThatDoesNotExistIsRefused() {
    Drawn drawn = Drawn.of(5, 3, 1, 1);
    for (int[] wrong : new int[][] {{3}, {-1}, {1, 1}}) {
      List<int[]> chosen = new ArrayList<>();
      chosen.add(wrong);
      assertThatThrownBy(() -> Activations.gather(drawn, chosen))
          .hasMessageContaining("are not distinct ones of 3");
    }
  }
}

package dev.telltale.spuriosity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.telltale.stats.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GapsTest {

  @Property(tries = 150)
  void aGapIsTheDifferenceOfTheAccuraciesAtTheEnds(
      @ForAll @IntRange(min = 6, max = 80) int size,
      @ForAll @IntRange(min = 1, max = 12) int k,
      @ForAll @IntRange(min = 0, max = 999) int seed) {
    Drawn drawn = Drawn.of(size, 3, 3, seed);
    Predictions predictions = random(drawn, 3, seed);
    List<Ranking> rankings =
        Ranking.of(drawn, List.of(new int[] {0}, new int[] {1, 2}, new int[0]));
    List<Ends> ends = rankings.stream().map(ranking -> Ends.of(ranking, k)).toList();
    assertThat(ends.get(2).missing()).isEqualTo("the class has no spurious feature");
    double sum = 0;
    int classes = 0;
    for (int c = 0; c < 3; c++) {
      int[] order = rankings.get(c).order();
      int taken = Math.min(k, order.length / 2);
      if (ends.get(c).missing() != null) {
        assertThat(taken).isZero();
        continue;
      }
      double high = 0;
      double low = 0;
      for (int i = 0; i < taken; i++) {
        low += predictions.right()[order[i]] ? 1.0 / taken : 0;
        high += predictions.right()[order[order.length - 1 - i]] ? 1.0 / taken : 0;
      }
      ClassGap got = ClassGap.of(ends.get(c), predictions, .95);
      assertThat(got.value()).isCloseTo(high - low, within(1e-9));
      assertThat(got.pValue()).isCloseTo(permuted(got), within(1e-9));
      sum += high - low;
      classes++;
    }
    if (classes > 0) {
      ModelGaps model = ModelGaps.of(ends, predictions, .95);
      assertThat(model.mean().value()).isCloseTo(sum / classes, within(1e-9));
      assertThat(model.accuracyHigh() - model.accuracyLow()).isCloseTo(sum / classes, within(1e-9));
      assertThat(model.shrunk()).doesNotContain(Double.NaN);
    }
  }

  /** Over all ways to call k of the 2k images high: the share as improbable as what was seen. */
  private static double permuted(ClassGap gap) {
    int right = gap.highRight() + gap.lowRight();
    double all = choose(2 * gap.k(), gap.k());
    double seen = ways(gap.k(), right, gap.highRight());
    double sum = 0;
    for (int high = 0; high <= gap.k(); high++) {
      double ways = ways(gap.k(), right, high);
      sum += ways <= seen * (1 + 1e-7) ? ways : 0;
    }
    return sum / all;
  }

  private static double ways(int k, int right, int high) {
    return choose(right, high) * choose(2 * k - right, k - high);
  }

  private static double choose(int n, int k) {
    if (k < 0 || k > n) {
      return 0;
    }
    double ways = 1;
    for (int i = 0; i < k; i++) {
      ways = ways * (n - i) / (i + 1);
    }
    return ways;
  }

  @Example
  void endsNeverShareAnImageAndSayHowManyTheyHave() {
    Ranking five = Ranking.of(0, IntStream.range(0, 5).toArray(), new double[] {4, 3, 2, 1, 0});
    Ends ends = Ends.of(five, 10);
    assertThat(ends.k()).isEqualTo(2);
    assertThat(ends.asked()).isEqualTo(10);
    assertThat(ends.low()).containsExactly(4, 3);
    assertThat(ends.high()).containsExactly(1, 0);
    assertThat(Ends.of(five.every(0, 5), 10).missing())
        .isEqualTo("two images are needed, there is one");
    assertThatThrownBy(() -> Ends.of(five, 0)).hasMessageContaining("k is 0");
  }

  @Example
  void aClassThatIsNeverPredictedIsNamedAndIsNoNumberThatIsNone() {
    int[] labels = {0, 0, 0, 0, 1, 1, 1, 1};
    int[] answers = {1, 1, 1, 1, 1, -1, 1, 1};
    Predictions predictions = Predictions.of(labels, answers, 2);
    Ends never = Ends.of(Ranking.of(0, new int[] {0, 1, 2, 3}, new double[] {0, 1, 2, 3}), 2);
    Ends always = Ends.of(Ranking.of(1, new int[] {4, 5, 6, 7}, new double[] {0, 1, 2, 3}), 2);
    ModelGaps gaps = ModelGaps.of(List.of(never, always), predictions, .95);
    assertThat(gaps.classes().get(0).neverPredicted()).isTrue();
    assertThat(gaps.classes().get(0).value()).isZero();
    assertThat(gaps.classes().get(0).pValue()).isEqualTo(1);
    assertThat(gaps.classes().get(1).neverPredicted()).isFalse();
    assertThat(gaps.classes().get(1).value()).isEqualTo(.5);
    assertThat(gaps.mean().value()).isEqualTo(.25);
  }

  @Example
  void allClassesOfAllModelsAreTestedTogether() {
    Drawn drawn = Drawn.of(300, 2, 4, 3);
    List<int[]> cue = IntStream.range(0, 4).mapToObj(c -> new int[] {0}).toList();
    List<Ends> ends = Ranking.of(drawn, cue).stream().map(ranking -> Ends.of(ranking, 10)).toList();
    List<ModelGaps> models =
        IntStream.range(0, 3)
            .mapToObj(seed -> ModelGaps.of(ends, random(drawn, 4, seed), .95))
            .toList();
    double[] all =
        models.stream()
            .flatMap(model -> model.classes().stream())
            .mapToDouble(ClassGap::pValue)
            .toArray();
    List<double[]> got = ModelGaps.adjusted(models);
    assertThat(got.stream().flatMapToDouble(Arrays::stream).toArray())
        .isEqualTo(BenjaminiHochberg.adjusted(all));
  }

  /** Models that err by chance on the same images seem to agree; on disjoint halves they do not. */
  @Example
  void whatModelsShareByChanceOfTheImagesDoesNotCorrelateOnHalves() {
    int classes = 400;
    Drawn drawn = Drawn.of(classes * 24, 1, classes, 5);
    List<Ranking> rankings =
        Ranking.of(drawn, IntStream.range(0, classes).mapToObj(c -> new int[] {0}).toList());
    Random random = new Random(1);
    boolean[] hard = new boolean[drawn.size()];
    boolean[] cued = new boolean[drawn.size()];
    for (int i = 0; i < hard.length; i++) {
      hard[i] = random.nextDouble() < .5;
    }
    for (int c = 0; c < classes; c += 2) {
      Ends ends = Ends.of(rankings.get(c), 10);
      if (ends.missing() == null) {
        IntStream.of(ends.high()).forEach(place -> cued[place] = true);
      }
    }
    boolean[] everywhere = new boolean[classes];
    Arrays.fill(everywhere, true);
    List<Predictions> chance = new ArrayList<>();
    List<Predictions> real = new ArrayList<>();
    for (int model = 0; model < 2; model++) {
      boolean[] a = new boolean[hard.length];
      boolean[] b = new boolean[hard.length];
      for (int i = 0; i < hard.length; i++) {
        a[i] = !hard[i];
        b[i] = cued[i] || random.nextDouble() < .4;
      }
      chance.add(new Predictions(a, everywhere));
      real.add(new Predictions(b, everywhere));
    }
    GapCorrelation none = GapCorrelation.of(HalfGaps.of(rankings, 10, chance));
    assertThat(none.mean().orElseThrow()).isBetween(-.15, .15);
    assertThat(none.classes()).isGreaterThan(350);
    GapCorrelation some = GapCorrelation.of(HalfGaps.of(rankings, 10, real));
    assertThat(some.mean().orElseThrow()).isGreaterThan(.4);
    assertThat(some.r()[0][1]).isEqualTo(some.r()[1][0]);
  }

  @Example
  void gapsThatAreTheSameOnAllClassesHaveNoCorrelation() {
    GapCorrelation got =
        GapCorrelation.of(
            new HalfGaps(
                new double[][] {{0, 0, 0, 0}, {.1, .2, .4, 0}, {.1, .2, .4, 0}},
                new double[][] {{0, 0, 0, 0}, {.1, .2, .4, 0}, {.2, .4, .8, 0}}));
    assertThat(got.r()[0][1]).isNaN();
    assertThat(got.mean().orElseThrow()).isCloseTo(1, within(1e-12));
    assertThat(got.missing()).isEmpty();
    double[][] same = {{0, 0, 0, 0}, {.1, .1, .1, .1}};
    assertThat(GapCorrelation.of(new HalfGaps(same, same)).missing())
        .contains("gaps are the same on all 4 classes");
  }

  /** Through two points a line always goes. */
  @Example
  void ofFewClassesThereIsNoCorrelation() {
    double[][] any = {{.1, .3}, {.9, .2}};
    GapCorrelation got = GapCorrelation.of(new HalfGaps(any, any));
    assertThat(got.mean()).isEmpty();
    assertThat(got.missing()).contains("4 classes of four images or more are needed, there are 2");
  }

  /**
   * Models of one accuracy on all images: the paper's variances are all chance, those of halves
   * none.
   */
  @Example
  void withoutADifferenceHalvesDoNotVaryAndThePaperTellsAVariance() {
    int classes = 400;
    Drawn drawn = Drawn.of(classes * 24, 1, classes, 8);
    List<Ranking> rankings =
        Ranking.of(drawn, IntStream.range(0, classes).mapToObj(c -> new int[] {0}).toList());
    List<Ends> ends = rankings.stream().map(ranking -> Ends.of(ranking, 10)).toList();
    Random random = new Random(4);
    boolean[] everywhere = new boolean[classes];
    Arrays.fill(everywhere, true);
    List<Predictions> models = new ArrayList<>();
    for (int model = 0; model < 4; model++) {
      boolean[] right = new boolean[drawn.size()];
      for (int i = 0; i < right.length; i++) {
        right[i] = random.nextBoolean();
      }
      models.add(new Predictions(right, everywhere));
    }
    double[][] gaps =
        models.stream()
            .map(model -> ModelGaps.of(ends, model, .95).values())
            .toArray(double[][]::new);
    GapVariance paper = GapVariance.of(gaps);
    GapVariance halves = GapVariance.ofHalves(HalfGaps.of(rankings, 10, models));
    assertThat(paper.classes()).isGreaterThan(.005);
    assertThat(paper.ratio().orElseThrow()).isGreaterThan(10);
    assertThat(Math.abs(halves.classes())).isLessThan(paper.classes() / 3);
    assertThat(new GapVariance(-.1, .1, null).ratio()).isEmpty();
  }

  @Example
  void variancesAreThoseOfTheMeans() {
    double[][] gaps = {{.1, .5, .3}, {.3, .5, .1}};
    GapVariance got = GapVariance.of(gaps);
    // Classes: means .2, .5, .2; models: means .3 and .3.
    assertThat(got.classes()).isCloseTo(.03, within(1e-12));
    assertThat(got.models()).isCloseTo(0, within(1e-12));
    assertThat(GapVariance.of(new double[][] {{1, 2}}).missing())
        .isEqualTo("two models are needed, there are 1");
    assertThat(GapVariance.of(new double[][] {{1}, {2}}).missing())
        .isEqualTo("two classes are needed, there are 1");
    assertThat(GapVariance.of(new double[][] {{0, 1}, {2, 3}}).ratio()).contains(.25);
    assertThat(GapVariance.of(new double[][] {{0, 1}, {0, 1}}).ratio()).isEmpty();
    GapVariance halves =
        GapVariance.ofHalves(new HalfGaps(gaps, new double[][] {{.1, .5, .3}, {.3, .5, .1}}));
    assertThat(halves.classes()).isCloseTo(.03, within(1e-12));
  }

  @Example
  void onlyNegativeGapsFlagLabelsTheMostSpuriousFirst() {
    Ranking ranking =
        Ranking.of(
            0,
            IntStream.range(0, 20).toArray(),
            IntStream.range(0, 20).mapToDouble(i -> i).toArray());
    List<ClassGap> negative = gapOf(ranking, i -> i < 10);
    LabelNoise flagged = LabelNoise.of(ranking, negative, LabelNoise.GAP, .1).orElseThrow();
    assertThat(flagged.places()).containsExactly(19, 18);
    assertThat(flagged.gap()).isEqualTo(-1);
    assertThat(LabelNoise.of(ranking, negative, LabelNoise.GAP, .01).orElseThrow().places())
        .containsExactly(19);
    assertThat(LabelNoise.of(ranking, gapOf(ranking, i -> i >= 10), LabelNoise.GAP, .1)).isEmpty();
    assertThat(LabelNoise.of(ranking, gapOf(ranking, i -> true), 0, .1)).isEmpty();
  }

  private static List<ClassGap> gapOf(Ranking ranking, java.util.function.IntPredicate right) {
    boolean[] all = new boolean[ranking.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = right.test(i);
    }
    Predictions predictions = new Predictions(all, new boolean[] {true});
    return List.of(ClassGap.of(Ends.of(ranking, 5), predictions, .95));
  }

  private static Predictions random(Drawn drawn, int classes, long seed) {
    Random random = new Random(seed);
    int[] answers = IntStream.range(0, drawn.size()).map(i -> random.nextInt(classes)).toArray();
    return Predictions.of(drawn.labels(), answers, classes);
  }
}

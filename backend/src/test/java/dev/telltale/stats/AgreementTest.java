package dev.telltale.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Fleiss' κ, Krippendorff's α and Gwet's AC1, pair by pair. */
class AgreementTest {

  @Property(tries = 200)
  void fleissKappaIsThatOfPairsOfRaters(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 15) int items,
      @ForAll @IntRange(min = 2, max = 6) int raters) {
    int[][] verdicts = verdicts(seed, items, raters, 3, 0);
    double agreeing = 0;
    double[] shares = new double[3];
    for (int[] item : verdicts) {
      for (int i = 0; i < raters; i++) {
        shares[item[i]] += 1.0 / (items * raters);
        for (int j = 0; j < raters; j++) {
          agreeing += i != j && item[i] == item[j] ? 1.0 / (items * raters * (raters - 1)) : 0;
        }
      }
    }
    double chance = Arrays.stream(shares).map(p -> p * p).sum();
    boolean constant = Arrays.stream(shares).filter(p -> p > 0).count() == 1;
    double slow = constant ? Double.NaN : (agreeing - chance) / (1 - chance);
    Ratings ratings = Ratings.of(verdicts, 3);
    double kappa = FleissKappa.of(ratings);
    assertThat(kappa).isCloseTo(slow, within(1e-12));
    if (!constant) {
      assertThat(kappa).isBetween(-1.0 / (raters - 1) - 1e-12, 1 + 1e-12);
      // without missing ratings nominal α differs from κ by its small-sample correction alone
      assertThat(alpha(ratings, LevelOfMeasurement.NOMINAL))
          .isCloseTo(kappa + (1 - kappa) / (items * raters), within(1e-12));
    }
  }

  @Property(tries = 200)
  void krippendorffsAlphaIsThatOfPairsOfRatings(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int items,
      @ForAll @IntRange(min = 1, max = 6) int raters) {
    int[][] verdicts = verdicts(seed, items, raters, 4, 0.3);
    double[] values = {-2, 0, 0.5, 7};
    Ratings ratings = Ratings.of(verdicts, 4);
    for (LevelOfMeasurement level :
        List.of(
            LevelOfMeasurement.NOMINAL,
            LevelOfMeasurement.ORDINAL,
            LevelOfMeasurement.interval(values))) {
      assertThat(alpha(ratings, level)).isCloseTo(slowAlpha(verdicts, level), within(1e-9));
    }
  }

  @Property(tries = 200)
  void gwetsAC1IsThatOfPairsOfRaters(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int items,
      @ForAll @IntRange(min = 1, max = 6) int raters) {
    int[][] verdicts = verdicts(seed, items, raters, 3, 0.3);
    List<Double> agreements = new ArrayList<>();
    List<double[]> shares = new ArrayList<>();
    for (int[] item : verdicts) {
      int[] rated = Arrays.stream(item).filter(v -> v != Ratings.MISSING).toArray();
      if (rated.length > 0) {
        double[] share = new double[3];
        Arrays.stream(rated).forEach(v -> share[v] += 1.0 / rated.length);
        shares.add(share);
      }
      if (rated.length > 1) {
        int agreeing = 0;
        for (int i = 0; i < rated.length; i++) {
          for (int j = 0; j < i; j++) {
            agreeing += rated[i] == rated[j] ? 1 : 0;
          }
        }
        agreements.add(agreeing / (rated.length * (rated.length - 1) / 2.0));
      }
    }
    double chance = 0;
    for (int k = 0; k < 3; k++) {
      int category = k;
      double share = shares.stream().mapToDouble(s -> s[category]).average().orElse(Double.NaN);
      chance += share * (1 - share) / 2;
    }
    double agreement =
        agreements.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    assertThat(GwetAC1.of(Ratings.of(verdicts, 3)))
        .isCloseTo((agreement - chance) / (1 - chance), within(1e-12));
  }

  @Property(tries = 100)
  void namesOfCategoriesAndOrderOfRatersDoNotMatter(@ForAll long seed) {
    int[][] verdicts = verdicts(seed, 12, 4, 3, 0);
    int[] renamed = {2, 0, 1};
    int[][] other =
        Arrays.stream(verdicts)
            .map(item -> new int[] {item[3], item[1], item[0], item[2]})
            .map(item -> Arrays.stream(item).map(v -> renamed[v]).toArray())
            .toArray(int[][]::new);
    for (ToDoubleFunction<Ratings> coefficient : coefficients()) {
      assertThat(coefficient.applyAsDouble(Ratings.of(other, 3)))
          .isCloseTo(coefficient.applyAsDouble(Ratings.of(verdicts, 3)), within(1e-12));
    }
    double interval = alpha(Ratings.of(verdicts, 3), LevelOfMeasurement.interval(0, 1, 3));
    assertThat(alpha(Ratings.of(verdicts, 3), LevelOfMeasurement.interval(10, 5, -5)))
        .isCloseTo(interval, within(1e-12));
  }

  @Test
  void fullAgreementIsOneAndWithoutVariationOnlyAC1SaysSo() {
    Ratings full = Ratings.ofCounts(new int[][] {{3, 0}, {0, 3}, {3, 0}});
    Ratings constant = Ratings.ofCounts(new int[][] {{3, 0}, {3, 0}});
    assertThat(coefficients())
        .allSatisfy(c -> assertThat(c.applyAsDouble(full)).isCloseTo(1, within(1e-15)));
    assertThat(FleissKappa.of(constant)).isNaN();
    assertThat(alpha(constant, LevelOfMeasurement.NOMINAL)).isNaN();
    assertThat(GwetAC1.of(constant)).isEqualTo(1);
  }

  @Test
  void ratingsThatCannotBePairedGiveNoCoefficient() {
    Ratings single = Ratings.of(new int[][] {{0, Ratings.MISSING}, {Ratings.MISSING, 1}}, 2);
    assertThat(alpha(single, LevelOfMeasurement.NOMINAL)).isNaN();
    assertThat(GwetAC1.of(single)).isNaN();
    assertThatThrownBy(() -> FleissKappa.of(single))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("item 0 has 1 raters");
    assertThatThrownBy(() -> FleissKappa.of(Ratings.ofCounts(new int[][] {{1, 1}, {2, 1}})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("item 1 has 3 raters");
    Ratings none = Ratings.of(new int[0][], 2);
    assertThat(coefficients()).allSatisfy(c -> assertThat(c.applyAsDouble(none)).isNaN());
  }

  @Test
  void brokenRatingsAreRefused() {
    assertThatThrownBy(() -> Ratings.of(new int[][] {{0, 1}, {0, 2}}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("item 1 has the rating 2, want 0 to 1");
    assertThatThrownBy(() -> Ratings.ofCounts(new int[][] {{0, 1}, {0}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("item 1");
    assertThatThrownBy(() -> Ratings.ofCounts(new int[][] {{0, -1}}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<ToDoubleFunction<Ratings>> coefficients() {
    return List.of(
        FleissKappa::of, GwetAC1::of, ratings -> alpha(ratings, LevelOfMeasurement.NOMINAL));
  }

  private static double alpha(Ratings ratings, LevelOfMeasurement level) {
    return KrippendorffAlpha.of(ratings, level);
  }

  /** 1 − D_o/D_e, both means over ordered pairs of pairable ratings. */
  private static double slowAlpha(int[][] verdicts, LevelOfMeasurement level) {
    List<int[]> units =
        Arrays.stream(verdicts)
            .map(unit -> Arrays.stream(unit).filter(v -> v != Ratings.MISSING).toArray())
            .filter(unit -> unit.length > 1)
            .toList();
    int[] all = units.stream().flatMapToInt(Arrays::stream).toArray();
    double[] totals = new double[4];
    Arrays.stream(all).forEach(v -> totals[v]++);
    double observed = 0;
    for (int[] unit : units) {
      observed += apart(unit, totals, level) / (unit.length - 1) / all.length;
    }
    double expected = apart(all, totals, level) / all.length / (all.length - 1.0);
    return expected == 0 ? Double.NaN : 1 - observed / expected;
  }

  private static double apart(int[] ratings, double[] totals, LevelOfMeasurement level) {
    double sum = 0;
    for (int i = 0; i < ratings.length; i++) {
      for (int j = 0; j < ratings.length; j++) {
        sum += i == j ? 0 : level.squaredDifference(totals, ratings[i], ratings[j]);
      }
    }
    return sum;
  }

  private static int[][] verdicts(
      long seed, int items, int raters, int categories, double missing) {
    Random random = new Random(seed);
    int[][] verdicts = new int[items][raters];
    for (int[] item : verdicts) {
      Arrays.setAll(
          item,
          rater ->
              random.nextDouble() < missing
                  ? Ratings.MISSING
                  : Math.min(random.nextInt(categories), random.nextInt(categories)));
    }
    return verdicts;
  }
}

package dev.telltale.stats;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Which categories the raters gave to items, as the number of raters per item and category: all
 * that the coefficients of agreement need. Agreement at low prevalence is judged by {@link
 * KrippendorffAlpha} and {@link GwetAC1} beside {@link FleissKappa}.
 */
public final class Ratings {

  /** In place of a category: this rater did not rate this item. */
  public static final int MISSING = -1;

  private final int[][] counts; // [items][categories]
  private final int categories;

  private Ratings(int[][] counts, int categories) {
    this.counts = counts;
    this.categories = categories;
  }

  /**
   * From each rater's verdict.
   *
   * @param byRater [items][raters], each a category in 0..categories−1 or {@link #MISSING}
   * @param categories how many there are to choose from, used or not, ≥ 1
   * @throws IllegalArgumentException if a verdict is no category
   */
  public static Ratings of(int[][] byRater, int categories) {
    int[][] counts = new int[byRater.length][categories];
    for (int item = 0; item < byRater.length; item++) {
      for (int rating : byRater[item]) {
        if (rating < MISSING || rating >= categories) {
          throw new IllegalArgumentException(
              "item %d has the rating %d, want 0 to %d or %d for none"
                  .formatted(item, rating, categories - 1, MISSING));
        }
        if (rating != MISSING) {
          counts[item][rating]++;
        }
      }
    }
    return new Ratings(counts, categories);
  }

  /**
   * From the number of raters who gave each category.
   *
   * @param counts [items][categories], each ≥ 0
   * @throws IllegalArgumentException if a count is negative or the rows differ in length
   */
  public static Ratings ofCounts(int[][] counts) {
    int categories = counts.length == 0 ? 1 : counts[0].length;
    int[][] copy = new int[counts.length][];
    for (int item = 0; item < counts.length; item++) {
      copy[item] = counts[item].clone();
      if (copy[item].length != categories || Arrays.stream(copy[item]).anyMatch(n -> n < 0)) {
        throw new IllegalArgumentException(
            "item %d has the counts %s, want %d of 0 or more"
                .formatted(item, Arrays.toString(copy[item]), categories));
      }
    }
    return new Ratings(copy, categories);
  }

  /** How many items. */
  public int items() {
    return counts.length;
  }

  /** How many categories there are to choose from. */
  public int categories() {
    return categories;
  }

  /** How many raters gave the item this category. */
  public int count(int item, int category) {
    return counts[item][category];
  }

  /** How many raters rated the item. */
  public int raters(int item) {
    return Arrays.stream(counts[item]).sum();
  }

  /** The share of the item's pairs of raters that agree, in [0,1]; NaN below two raters. */
  public double pairwiseAgreement(int item) {
    double raters = raters(item);
    double agreeing = Arrays.stream(counts[item]).mapToDouble(n -> n * (n - 1.0)).sum();
    return agreeing / (raters * (raters - 1));
  }

  /** The items at these indices, which may repeat. */
  public Ratings pick(int... items) {
    return new Ratings(
        Arrays.stream(items).mapToObj(item -> counts[item]).toArray(int[][]::new), categories);
  }

  /**
   * A coefficient with its bootstrap interval over items; see {@link Bootstrap#interval}.
   *
   * @param coefficient e.g. {@code GwetAC1::of}
   * @param level confidence, in (0,1), e.g. 0.95
   * @param resamples how many, e.g. 2000
   */
  public Estimate interval(
      ToDoubleFunction<Ratings> coefficient, double level, int resamples, long seed) {
    return Bootstrap.interval(
        items(), drawn -> coefficient.applyAsDouble(pick(drawn)), level, resamples, seed);
  }
}

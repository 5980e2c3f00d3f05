package dev.telltale.stats;

/**
 * Krippendorff's α (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", sec. C): 1 −
 * D_o/D_e, the disagreement between the ratings of an item over that between ratings drawn from all
 * items, for any number of raters, missing ratings, and any {@link LevelOfMeasurement}. 1 is full
 * agreement, 0 that of chance, below 0 systematic disagreement.
 *
 * <p>Items with one rating cannot be paired and count for nothing. NaN when no item has two
 * ratings, or when all pairable ratings are the same: without variation nothing shows that the
 * raters could tell categories apart.
 */
public final class KrippendorffAlpha {
  private KrippendorffAlpha() {}

  /** The coefficient. */
  public static double of(Ratings ratings, LevelOfMeasurement level) {
    int categories = ratings.categories();
    double[][] coincidences = new double[categories][categories];
    double[] totals = new double[categories];
    double all = 0;
    for (int item = 0; item < ratings.items(); item++) {
      int raters = ratings.raters(item);
      for (int c = 0; c < categories && raters > 1; c++) {
        totals[c] += ratings.count(item, c);
        all += ratings.count(item, c);
        for (int k = 0; k < c; k++) {
          coincidences[c][k] +=
              (double) ratings.count(item, c) * ratings.count(item, k) / (raters - 1);
        }
      }
    }
    double observed = 0;
    double expected = 0;
    for (int c = 0; c < categories; c++) {
      for (int k = 0; k < c; k++) {
        double apart = level.squaredDifference(totals, c, k);
        observed += coincidences[c][k] * apart;
        expected += totals[c] * totals[k] * apart;
      }
    }
    return 1 - (all - 1) * observed / expected;
  }
}

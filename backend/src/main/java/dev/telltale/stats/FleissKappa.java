package dev.telltale.stats;

/**
 * Fleiss' κ (Fleiss 1971, eq. 6): agreement of several raters beyond chance, (P̄ − P̄e) / (1 −
 * P̄e), with P̄ the mean share of agreeing pairs of raters per item and P̄e = Σ p_j² over the share
 * p_j of all ratings in category j. 1 is full agreement, 0 that of chance, −1/(raters − 1) the
 * least.
 *
 * <p>Where nearly all ratings fall in one category it is low in spite of agreement (Feinstein and
 * Cicchetti 1990): see {@link GwetAC1}. NaN when all ratings are in one category, or without items.
 */
public final class FleissKappa {
  private FleissKappa() {}

  /**
   * The coefficient.
   *
   * @throws IllegalArgumentException if an item has fewer than two raters or not as many as the
   *     others: where ratings are missing, {@link KrippendorffAlpha} serves
   */
  public static double of(Ratings ratings) {
    double[] shares = new double[ratings.categories()];
    double agreement = 0;
    for (int item = 0; item < ratings.items(); item++) {
      int raters = ratings.raters(item);
      if (raters < 2 || raters != ratings.raters(0)) {
        throw new IllegalArgumentException(
            "item %d has %d raters; Fleiss' kappa needs the same number, 2 or more, on every item"
                .formatted(item, raters));
      }
      agreement += ratings.pairwiseAgreement(item) / ratings.items();
      for (int j = 0; j < shares.length; j++) {
        shares[j] += (double) ratings.count(item, j) / raters / ratings.items();
      }
    }
    double chance = 0;
    int used = 0;
    for (double share : shares) {
      chance += share * share;
      used += share > 0 ? 1 : 0;
    }
    return used < 2 ? Double.NaN : (agreement - chance) / (1 - chance);
  }
}

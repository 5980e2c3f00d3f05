package dev.telltale.stats;

/**
 * Gwet's first-order agreement coefficient AC1 (Gwet 2008, "Computing inter-rater reliability and
 * its variance in the presence of high agreement", sec. 4): (p_a − p_e) / (1 − p_e) with chance
 * agreement p_e = Σ π_k·(1 − π_k) / (K − 1), π_k being the mean over items of the share of their
 * ratings in category k. It stays high under agreement on a rare category, where {@link
 * FleissKappa} drops. 1 is full agreement.
 *
 * <p>Missing ratings: items with two raters or more give p_a, all with any rating give π (Gwet
 * 2014, "Handbook of Inter-Rater Reliability", ch. 5). K counts the categories to choose from, used
 * or not. NaN when no item has two raters, and for one category.
 */
public final class GwetAC1 {
  private GwetAC1() {}

  /** The coefficient. */
  public static double of(Ratings ratings) {
    int categories = ratings.categories();
    double[] shares = new double[categories];
    int rated = 0;
    double agreement = 0;
    int paired = 0;
    for (int item = 0; item < ratings.items(); item++) {
      int raters = ratings.raters(item);
      if (raters > 0) {
        rated++;
        for (int k = 0; k < categories; k++) {
          shares[k] += (double) ratings.count(item, k) / raters;
        }
      }
      if (raters > 1) {
        paired++;
        agreement += ratings.pairwiseAgreement(item);
      }
    }
    double chance = 0;
    for (double share : shares) {
      chance += share / rated * (1 - share / rated) / (categories - 1);
    }
    return (agreement / paired - chance) / (1 - chance);
  }
}

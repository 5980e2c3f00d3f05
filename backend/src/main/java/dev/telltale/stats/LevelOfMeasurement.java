package dev.telltale.stats;

/**
 * How far two categories lie apart: Krippendorff's squared difference δ² ("Computing Krippendorff's
 * Alpha-Reliability", 2011, sec. D).
 */
@FunctionalInterface
public interface LevelOfMeasurement {

  /** Names: any two are equally different. */
  LevelOfMeasurement NOMINAL = (totals, c, k) -> c == k ? 0 : 1;

  /**
   * Ranks: two lie apart by the ratings between them, each end counted half. Categories stand in
   * their order.
   */
  LevelOfMeasurement ORDINAL =
      (totals, c, k) -> {
        double between = -(totals[c] + totals[k]) / 2;
        for (int g = Math.min(c, k); g <= Math.max(c, k); g++) {
          between += totals[g];
        }
        return between * between;
      };

  /** Numbers on an interval scale: the squared difference of the categories' values. */
  static LevelOfMeasurement interval(double... values) {
    return (totals, c, k) -> (values[c] - values[k]) * (values[c] - values[k]);
  }

  /**
   * δ² of two categories, ≥ 0.
   *
   * @param totals how many pairable ratings fall in each category
   */
  double squaredDifference(double[] totals, int c, int k);
}

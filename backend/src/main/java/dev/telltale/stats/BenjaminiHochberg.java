package dev.telltale.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The step-up procedure of Benjamini and Hochberg (1995): when many cells are tested at once, those
 * called significant at q contain, in the mean, at most a share q of false alarms (false discovery
 * rate), if the tests are independent or positively dependent (Benjamini and Yekutieli 2001).
 */
public final class BenjaminiHochberg {
  private BenjaminiHochberg() {}

  /**
   * Adjusted p-values: the smallest q at which each test is significant, min over j ≥ i of
   * p_(j)·m/j in rising order of p.
   *
   * @param pValues each in [0,1]; NaN for a test that could not be made, which counts for nothing
   * @return in the same order, in [0,1], never below the p-value; NaN where that is
   * @throws IllegalArgumentException if a p-value lies outside [0,1]
   */
  public static double[] adjusted(double[] pValues) {
    double[] adjusted = pValues.clone();
    List<Integer> falling =
        IntStream.range(0, pValues.length)
            .filter(i -> isTest(pValues[i], i))
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> pValues[i]).reversed())
            .toList();
    double smallest = 1;
    int rank = falling.size();
    for (int i : falling) {
      smallest = Math.min(smallest, pValues[i] * ((double) falling.size() / rank--));
      adjusted[i] = smallest;
    }
    return adjusted;
  }

  private static boolean isTest(double pValue, int index) {
    if (pValue < 0 || pValue > 1) {
      throw new IllegalArgumentException("p-value " + index + " is " + pValue + ", not in [0,1]");
    }
    return !Double.isNaN(pValue);
  }
}

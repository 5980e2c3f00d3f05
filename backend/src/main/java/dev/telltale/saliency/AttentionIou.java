package dev.telltale.saliency;

/**
 * How much two attention maps look at the same place: the generalised intersection over union of
 * real-valued maps (Attention-IoU, sec. 3.2, eq. 1).
 *
 * <pre>B(M₁, M₂) = ⟨M̂₁, M̂₂⟩ / ‖(M̂₁ + M̂₂)/2‖²   with M̂ = M/‖M‖₁</pre>
 *
 * <p>It is 1 if and only if the maps are proportional, 0 if they are disjoint, and does not change
 * when a map is scaled or when both are enlarged alike (App. B).
 */
public final class AttentionIou {
  private AttentionIou() {}

  /**
   * B of two maps of one size.
   *
   * @param m1 attention map or mask, any shape flattened; finite, never negative
   * @param m2 the same number of values
   * @return in [0,1] (a rounding above 1 is cut off); NaN when a map is all zero, as it then looks
   *     nowhere: count such images, and keep them out of means. The authors' heatmap score leaves
   *     the NaN for a later {@code nanmean}, their mask score makes it 0
   * @throws IllegalArgumentException if the sizes differ or a value is negative or not finite
   */
  public static double score(float[] m1, float[] m2) {
    if (m1.length != m2.length) {
      throw new IllegalArgumentException(
          "maps of " + m1.length + " and " + m2.length + " values cannot be compared");
    }
    double sum1 = 0;
    double sum2 = 0;
    double dot11 = 0;
    double dot12 = 0;
    double dot22 = 0;
    for (int i = 0; i < m1.length; i++) {
      double a = m1[i];
      double b = m2[i];
      if (!(a >= 0 && a <= Float.MAX_VALUE && b >= 0 && b <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "values " + a + ", " + b + " at " + i + ": maps are finite and never negative");
      }
      sum1 += a;
      sum2 += b;
      dot11 += a * a;
      dot12 += a * b;
      dot22 += b * b;
    }
    double both = dot12 / (sum1 * sum2); // ⟨M̂₁, M̂₂⟩
    double union = (dot11 / (sum1 * sum1) + 2 * both + dot22 / (sum2 * sum2)) / 4;
    return Math.min(1, both / union); // Math.min keeps NaN
  }
}

package dev.telltale.dataset.check;

import org.jspecify.annotations.Nullable;

/**
 * How two indicators go together, over the pictures of which both are known.
 *
 * @param a place of one in {@link Correlations#indicators}
 * @param b place of the other, after a
 * @param phi Matthews' φ, from −1 to 1; null where too few pictures are of a kind
 * @param low lower end of its 95 % interval; null where φ is, and where it is exactly ±1
 * @param high upper end
 * @param n pictures of which both are known
 * @param q the smallest false discovery rate at which the two are called dependent, by Pearson's χ²
 *     test and Benjamini and Hochberg over all pairs of different columns; null where φ is, and for
 *     two values of one column, which exclude each other
 * @param reason why φ is null; null where it is not
 */
public record Correlation(
    int a,
    int b,
    @Nullable Double phi,
    @Nullable Double low,
    @Nullable Double high,
    long n,
    @Nullable Double q,
    @Nullable String reason) {

  Correlation at(int otherA, int otherB) {
    return new Correlation(
        Math.min(otherA, otherB), Math.max(otherA, otherB), phi, low, high, n, q, reason);
  }

  Correlation withQ(double adjusted) {
    return new Correlation(
        a, b, phi, low, high, n, Double.isNaN(adjusted) ? null : adjusted, reason);
  }
}

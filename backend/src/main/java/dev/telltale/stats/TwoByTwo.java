package dev.telltale.stats;

/**
 * How often two binary variables a and b take each pair of values.
 *
 * @param n00 both false
 * @param n01 only b
 * @param n10 only a
 * @param n11 both true
 */
public record TwoByTwo(long n00, long n01, long n10, long n11) {

  public TwoByTwo {
    if (n00 < 0 || n01 < 0 || n10 < 0 || n11 < 0) {
      throw new IllegalArgumentException(
          "counts " + n00 + ", " + n01 + ", " + n10 + ", " + n11 + ": one is negative");
    }
    Math.addExact(Math.addExact(n00, n01), Math.addExact(n10, n11));
  }

  /**
   * Counts pairs.
   *
   * @throws IllegalArgumentException if a and b differ in length
   */
  public static TwoByTwo of(boolean[] a, boolean[] b) {
    Pairs.check(a.length, b.length);
    long[] counts = new long[4];
    for (int i = 0; i < a.length; i++) {
      counts[(a[i] ? 2 : 0) + (b[i] ? 1 : 0)]++;
    }
    return new TwoByTwo(counts[0], counts[1], counts[2], counts[3]);
  }

  /** How many pairs. */
  public long n() {
    return n00 + n01 + n10 + n11;
  }
}

package dev.telltale.stats;

/**
 * The running count, mean and sum of squared deviations of a sample, by Welford's recurrence; two
 * of them merge by Chan, Golub and LeVeque's formula, so parts may be folded in any grouping.
 *
 * <p>The result of a fold is exact up to rounding, and the rounding depends on the order: fold in a
 * fixed order where the same bytes are promised.
 *
 * @param count how many values were added, ≥ 0
 * @param mean their mean; 0 while there are none
 * @param squares the sum of squared deviations from the mean, ≥ 0
 */
public record Moments(long count, double mean, double squares) {

  /** No value yet. */
  public static final Moments NONE = new Moments(0, 0, 0);

  public Moments {
    if (count < 0 || !(squares >= 0)) {
      throw new IllegalArgumentException("count " + count + ", squares " + squares);
    }
  }

  /** The moments of the values, added in their order. */
  public static Moments of(double... values) {
    Moments moments = NONE;
    for (double value : values) {
      moments = moments.plus(value);
    }
    return moments;
  }

  /**
   * These moments with one value more.
   *
   * @throws IllegalArgumentException if the value is not finite: what could not be scored is
   *     counted by the caller and never enters a mean
   */
  public Moments plus(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " cannot enter a mean");
    }
    long n = count + 1;
    double off = value - mean;
    double moved = mean + off / n;
    return new Moments(n, moved, squares + off * (value - moved));
  }

  /** The moments of both samples together. */
  public Moments plus(Moments other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    long n = count + other.count;
    double off = other.mean - mean;
    double weight = (double) other.count / n;
    return new Moments(
        n, mean + off * weight, squares + other.squares + off * off * weight * count);
  }

  /** The sample standard deviation (divisor n − 1); NaN below two values. */
  public double sampleDeviation() {
    return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
  }

  /** The population standard deviation (divisor n); NaN without a value. */
  public double populationDeviation() {
    return count == 0 ? Double.NaN : Math.sqrt(squares / count);
  }

  /** The mean with its standard error. */
  public MeanAndError meanAndError() {
    return new MeanAndError(
        count == 0 ? Double.NaN : mean, sampleDeviation() / Math.sqrt((double) count), count);
  }
}

package dev.telltale.stats;

/**
 * A confidence sequence for the mean of values in [0,1]: intervals of which, with probability 1 −
 * α, every one holds, so that they may be looked at after each value and acted on at any time. The
 * predictable plug-in empirical Bernstein sequence of Waudby-Smith and Ramdas (2024, Estimating
 * means of bounded random variables by betting, theorem 2 and eq. 14, 15), after Howard et al.
 * (2021):
 *
 * <pre>Σ λ_i x_i / Σ λ_i  ±  (ln(2/α) + Σ v_i ψ(λ_i)) / Σ λ_i
 *
 * v_i = 4 (x_i − m_{i−1})²     ψ(λ) = (−ln(1 − λ) − λ) / 4
 * λ_i = min(½, √(2 ln(2/α) / (s²_{i−1} i ln(1 + i))))
 * m_i = (½ + Σ x) / (i + 1)     s²_i = (¼ + Σ (x_j − m_j)²) / (i + 1)
 * </pre>
 *
 * <p>The values need not be independent nor alike: where the mean of each given those before it
 * moves, the intervals hold for the average of these means by the weights λ. If all of them lie
 * within bounds, so does that average. Keeps a few numbers, however many values come. Not
 * thread-safe.
 */
public final class ConfidenceSequence {
  private static final double MOST_WEIGHT = 0.5;

  private final double logLevel;
  private long n;
  private double sum;
  private double squares = 0.25;
  private double mean = 0.5;
  private double variance = 0.25;
  private double weights;
  private double weighted;
  private double spread;

  /**
   * @param alpha the probability, in (0,1), that any of all intervals misses
   */
  public ConfidenceSequence(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha is " + alpha + "; it is between 0 and 1");
    }
    this.logLevel = Math.log(2 / alpha);
  }

  /**
   * Takes the next value in.
   *
   * @param value in [0,1]
   * @throws IllegalArgumentException if it is not, or NaN
   */
  public void add(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(value + " is not in [0,1]");
    }
    n++;
    double weight = Math.min(MOST_WEIGHT, Math.sqrt(2 * logLevel / (variance * n * Math.log1p(n))));
    weights += weight;
    weighted += weight * value;
    spread += (value - mean) * (value - mean) * (-Math.log1p(-weight) - weight);
    sum += value;
    mean = (0.5 + sum) / (n + 1);
    squares += (value - mean) * (value - mean);
    variance = squares / (n + 1);
  }

  /** How many values came. */
  public long n() {
    return n;
  }

  /**
   * The mean with its interval, which lies in [0,1]; NaN and the whole of [0,1] without a value.
   */
  public Estimate estimate() {
    if (n == 0) {
      return new Estimate(Double.NaN, 0, 1, 0);
    }
    double middle = weighted / weights;
    double half = (logLevel + spread) / weights;
    return new Estimate(middle, Math.max(0, middle - half), Math.min(1, middle + half), n);
  }
}

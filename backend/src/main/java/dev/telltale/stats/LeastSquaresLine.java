package dev.telltale.stats;

/**
 * The line y = slope·x + intercept with the smallest sum of squared vertical distances.
 *
 * @param slope NaN when x never changes, for fewer than two points and when a value is not finite
 * @param intercept y at x = 0; NaN where the slope is
 */
public record LeastSquaresLine(double slope, double intercept) {

  /**
   * The line through points.
   *
   * @throws IllegalArgumentException if x and y differ in length
   */
  public static LeastSquaresLine of(double[] x, double[] y) {
    Pairs.check(x.length, y.length);
    Deviations dx = Deviations.of(x);
    Deviations dy = Deviations.of(y);
    double slope = dx.products(dy) / dx.squares() * (dy.unit() / dx.unit());
    return new LeastSquaresLine(slope, dy.mean() - slope * dx.mean());
  }

  /** The line's y. */
  public double at(double x) {
    return slope * x + intercept;
  }
}

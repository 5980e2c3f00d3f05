package dev.telltale.dataset.drawn;

/**
 * An ellipse around {@code x, y} with half axes a and b, turned by the angle whose cosine and sine
 * are given.
 */
public record Ellipse(double x, double y, double a, double b, double cos, double sin)
    implements Outline {

  /** An ellipse that is not turned. */
  public Ellipse(double x, double y, double a, double b) {
    this(x, y, a, b, 1, 0);
  }

  @Override
  public double distance(double px, double py) {
    double dx = px - x;
    double dy = py - y;
    double along = (cos * dx + sin * dy) / a;
    double across = (cos * dy - sin * dx) / b;
    return (Math.sqrt(along * along + across * across) - 1) * Math.min(a, b);
  }
}

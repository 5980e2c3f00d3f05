package dev.telltale.dataset.drawn;

/** A straight stroke with round ends, whose radius goes from r0 to r1. */
public record Stroke(double x0, double y0, double x1, double y1, double r0, double r1)
    implements Outline {

  @Override
  public double distance(double px, double py) {
    double ex = x1 - x0;
    double ey = y1 - y0;
    double t = ((px - x0) * ex + (py - y0) * ey) / (ex * ex + ey * ey + 1e-9);
    t = Math.max(0, Math.min(1, t));
    double dx = px - x0 - t * ex;
    double dy = py - y0 - t * ey;
    return Math.sqrt(dx * dx + dy * dy) - (r0 + t * (r1 - r0));
  }
}

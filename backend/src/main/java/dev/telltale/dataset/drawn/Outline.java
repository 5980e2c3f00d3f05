package dev.telltale.dataset.drawn;

/** A shape in the plane. */
@FunctionalInterface
public interface Outline {
  /** About the distance of a point to the outline, negative inside. */
  double distance(double x, double y);

  /** What is in this shape or in the other. */
  default Outline or(Outline other) {
    return (x, y) -> Math.min(distance(x, y), other.distance(x, y));
  }

  /** What is in both shapes. */
  default Outline and(Outline other) {
    return (x, y) -> Math.max(distance(x, y), other.distance(x, y));
  }
}

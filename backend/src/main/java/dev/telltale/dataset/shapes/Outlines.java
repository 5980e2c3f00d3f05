package dev.telltale.dataset.shapes;

import dev.telltale.dataset.drawn.Ellipse;
import dev.telltale.dataset.drawn.Outline;
import dev.telltale.dataset.drawn.Stroke;

/** The six shapes, each around 0, 0 and about 1.2 long. */
final class Outlines {
  private Outlines() {}

  /**
   * @param shape a place in the factor's list
   * @param stretch from .8 to 1.2: how long the body is for its height
   */
  static Outline of(int shape, double stretch) {
    double s = stretch;
    return switch (shape) {
      case 0 -> ellipse(.6 * s, .3 / s).or(stroke(.4 * s, -.1, .7 * s, -.6, .1, .1));
      case 1 -> ellipse(.45 * s, .4 / s).or(stroke(-.3, .1, -.9, .3, .15, .08));
      case 2 ->
          ellipse(.55 * s, .3 / s)
              .or(stroke(-.3, .2, -.3, .7, .1, .1))
              .or(stroke(.3, .2, .3, .7, .1, .1))
              .or(new Ellipse(.6, -.3, .2, .18));
      case 3 -> (x, y) -> Math.max(Math.abs(x) - .5 * s, Math.abs(y) - .35 / s);
      case 4 -> stroke(-.7 * s, 0, .7 * s, 0, .14, .14).or(stroke(0, -.7 / s, 0, .7 / s, .14, .14));
      default ->
          ellipse(.6 * s, .2 / s)
              .or(stroke(-.5, 0, -.85, -.3, .06, .12))
              .or(stroke(-.5, 0, -.85, .3, .06, .12));
    };
  }

  private static Ellipse ellipse(double a, double b) {
    return new Ellipse(0, 0, a, b);
  }

  private static Stroke stroke(double x0, double y0, double x1, double y1, double r0, double r1) {
    return new Stroke(x0, y0, x1, y1, r0, r1);
  }
}

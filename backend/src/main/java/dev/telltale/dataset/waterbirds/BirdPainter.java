package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Canvas;
import dev.telltale.dataset.drawn.Draws;
import dev.telltale.dataset.drawn.Noise;

/**
 * Paints a bird from signed distances: each part is an ellipse or a tapered stroke, and a pixel's
 * cover follows from its distance to the outline, which smooths it.
 */
final class BirdPainter {
  /** Pixels over which an outline fades. */
  private static final double SOFTNESS = 1.7;

  private final BirdOutline outline;
  private final Bird.Plumage plumage;
  private final Bird.Pose pose;
  private final double height;
  private final Canvas canvas;
  private final double sharpness;

  private BirdPainter(Bird bird, Canvas canvas) {
    this.outline = new BirdOutline(bird.shape());
    this.plumage = bird.plumage();
    this.pose = bird.pose();
    this.height = bird.shape().height();
    this.canvas = canvas;
    this.sharpness = pose.scale() * canvas.width() / 2 / SOFTNESS;
  }

  /**
   * Paints over the canvas.
   *
   * @param canvas a square one
   * @return the bird's mask, 1 where it covers more than half a pixel, [size, size]
   */
  static float[] paint(Bird bird, long seed, Canvas canvas) {
    int size = canvas.width();
    float[] down = Noise.field(Draws.of(seed, 1), Noise.even(size), size, 16, 16);
    return new BirdPainter(bird, canvas).paint(down);
  }

  private float[] paint(float[] down) {
    int size = canvas.width();
    float[] mask = new float[size * size];
    double cos = StrictMath.cos(pose.turn());
    double sin = StrictMath.sin(pose.turn());
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double px = ((j + .5) / size * 2 - 1 - pose.x()) / pose.scale();
        double py = ((i + .5) / size * 2 - 1 - pose.y()) / pose.scale();
        if (px * px + py * py < BirdOutline.REACH * BirdOutline.REACH) {
          double side = pose.left() ? -px : px;
          int at = i * size + j;
          double cover = pixel(at, cos * side + sin * py, -sin * side + cos * py, down[at]);
          mask[at] = cover > .5 ? 1 : 0;
        }
      }
    }
    return mask;
  }

  /** Paints one pixel, at {@code x, y} in the bird's own units; returns its cover. */
  private double pixel(int at, double x, double y, float down) {
    double feathers = cover(outline.feathers.distance(x, y));
    double cover = Math.max(feathers, cover(outline.bare.distance(x, y)));
    if (cover == 0) {
      return 0;
    }
    double onWing = cover(outline.wing.distance(x, y));
    double light = (1 - bars(x, y)) * shade(y);
    double iris = cover(outline.eye.distance(x, y));
    double[] colour = new double[3];
    for (int c = 0; c < 3; c++) {
      double body = plumage.body().channel(c);
      double plume = (body + onWing * (plumage.wing().channel(c) - body)) * light + .07 * down;
      colour[c] = plumage.bare().channel(c);
      colour[c] += feathers / cover * (plume - colour[c]);
      colour[c] += iris * (.02 - colour[c]);
    }
    canvas.over(at, cover, colour[0], colour[1], colour[2]);
    return cover;
  }

  /** Lit from above. */
  private double shade(double y) {
    return 1.06 - .22 * Math.max(-1, Math.min(1, y / height));
  }

  /** How much darker the plumage is where a bar crosses it. */
  private double bars(double x, double y) {
    double turns = plumage.barRate() * (.8 * x + .6 * y) / (2 * Math.PI);
    double triangle = Math.abs(4 * (turns - Math.floor(turns)) - 2) - 1;
    return plumage.bars() * Math.max(0, Math.min(1, .5 + 1.5 * triangle));
  }

  private double cover(double distance) {
    return Math.max(0, Math.min(1, .5 - distance * sharpness));
  }
}

package dev.telltale.dataset.waterbirds;

/**
 * Paints a bird from signed distances: each part is an ellipse or a tapered stroke, and a pixel's
 * cover follows from its distance to the outline, which smooths it.
 */
final class BirdPainter {
  /** Pixels over which an outline fades. */
  private static final double SOFTNESS = 1.7;

  private static final double REACH = 2.1; // no part of a bird is further from its middle

  private final Bird.Shape shape;
  private final Bird.Plumage plumage;
  private final Bird.Pose pose;
  private final int size;
  private final double sharpness;
  private final Ellipse body;
  private final Ellipse wing;
  private final Ellipse head;
  private final Ellipse eye;
  private final Stroke neck;
  private final Stroke bill;
  private final Stroke tail;
  private final Stroke leftLeg;
  private final Stroke rightLeg;

  private BirdPainter(Bird bird, int size) {
    this.shape = bird.shape();
    this.plumage = bird.plumage();
    this.pose = bird.pose();
    this.size = size;
    this.sharpness = pose.scale() * size / 2 / SOFTNESS;
    double a = shape.length();
    double b = shape.height();
    double r = shape.head();
    double ahead = StrictMath.cos(shape.tilt());
    double down = StrictMath.sin(shape.tilt());
    double headX = shape.headX();
    double headY = shape.headY();
    double tip = r + shape.bill();
    double tipX = headX + tip * StrictMath.cos(shape.billAngle());
    double tipY = headY + tip * StrictMath.sin(shape.billAngle());
    double rump = .7 * a;
    double end = a + shape.tail();
    body = new Ellipse(0, 0, a, b, ahead, down);
    wing = new Ellipse(-.1 * a, -.02, .6 * a, .55 * b, ahead, down);
    head = new Ellipse(headX, headY, 1.1 * r, r, 1, 0);
    eye = new Ellipse(headX + .3 * r, headY - .2 * r, .25 * r, .25 * r, 1, 0);
    neck =
        new Stroke(.8 * shape.shoulderX(), .8 * shape.shoulderY(), headX, headY, .45 * b, .6 * r);
    bill = new Stroke(headX + .8 * r, headY, tipX, tipY, shape.billWidth(), .3 * shape.billWidth());
    tail = new Stroke(-rump * ahead, -rump * down, -end * ahead, -end * down, .4 * b, .22 * b);
    double hip = shape.legsAt();
    double foot = b + shape.leg();
    leftLeg = new Stroke(hip - .09, .7 * b, hip - .09, foot, .035, .03);
    rightLeg = new Stroke(hip + .09, .7 * b, hip + .15, foot, .035, .03);
  }

  /**
   * Paints over the canvas.
   *
   * @param canvas [size, size, 3], about 0 to 1
   * @return the bird's mask, 1 where it covers more than half a pixel, [size, size]
   */
  static float[] paint(Bird bird, long seed, int size, float[] canvas) {
    float[] down = Noise.field(Draws.of(seed, 1), Noise.even(size), size, 16, 16);
    return new BirdPainter(bird, size).paint(canvas, down);
  }

  private float[] paint(float[] canvas, float[] down) {
    float[] mask = new float[size * size];
    double cos = StrictMath.cos(pose.turn());
    double sin = StrictMath.sin(pose.turn());
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double px = ((j + .5) / size * 2 - 1 - pose.x()) / pose.scale();
        double py = ((i + .5) / size * 2 - 1 - pose.y()) / pose.scale();
        if (px * px + py * py < REACH * REACH) {
          double side = pose.left() ? -px : px;
          int at = i * size + j;
          double cover = pixel(canvas, at, cos * side + sin * py, -sin * side + cos * py, down[at]);
          mask[at] = cover > .5 ? 1 : 0;
        }
      }
    }
    return mask;
  }

  /** Paints one pixel, at {@code x, y} in the bird's own units; returns its cover. */
  private double pixel(float[] canvas, int at, double x, double y, float down) {
    double feathers =
        cover(
            Math.min(
                Math.min(body.distance(x, y), neck.distance(x, y)),
                Math.min(head.distance(x, y), tail.distance(x, y))));
    double bare =
        cover(
            Math.min(
                bill.distance(x, y), Math.min(leftLeg.distance(x, y), rightLeg.distance(x, y))));
    double cover = Math.max(feathers, bare);
    if (cover == 0) {
      return 0;
    }
    double onWing = cover(wing.distance(x, y));
    double light = (1 - bars(x, y)) * shade(y);
    double iris = cover(eye.distance(x, y));
    for (int c = 0; c < 3; c++) {
      double body = plumage.body().channel(c);
      double plume = (body + onWing * (plumage.wing().channel(c) - body)) * light + .07 * down;
      double colour = plumage.bare().channel(c);
      colour += feathers / cover * (plume - colour);
      colour += iris * (.02 - colour);
      canvas[at * 3 + c] += (float) (cover * (colour - canvas[at * 3 + c]));
    }
    return cover;
  }

  /** Lit from above. */
  private double shade(double y) {
    return 1.06 - .22 * Math.max(-1, Math.min(1, y / shape.height()));
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

  /** An ellipse with half axes a and b, turned by the angle whose cosine and sine are given. */
  private record Ellipse(double x, double y, double a, double b, double cos, double sin) {
    /** About the distance to the outline, negative inside. */
    double distance(double px, double py) {
      double dx = px - x;
      double dy = py - y;
      double along = (cos * dx + sin * dy) / a;
      double across = (cos * dy - sin * dx) / b;
      return (Math.sqrt(along * along + across * across) - 1) * Math.min(a, b);
    }
  }

  /** A straight stroke whose radius goes from r0 to r1. */
  private record Stroke(double x0, double y0, double x1, double y1, double r0, double r1) {
    /** About the distance to the outline, negative inside. */
    double distance(double px, double py) {
      double ex = x1 - x0;
      double ey = y1 - y0;
      double t = ((px - x0) * ex + (py - y0) * ey) / (ex * ex + ey * ey + 1e-9);
      t = Math.max(0, Math.min(1, t));
      double dx = px - x0 - t * ex;
      double dy = py - y0 - t * ey;
      return Math.sqrt(dx * dx + dy * dy) - (r0 + t * (r1 - r0));
    }
  }
}

package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Draws;
import java.util.Arrays;

/**
 * Finds a place for a bird: anywhere in the picture, so that where birds are tells as little as can
 * be, as long as nearly all of the bird is inside.
 */
final class Perch {
  /** The least share of a bird's area that lies inside the picture. */
  static final double INSIDE = .88;

  /** Points along a side of the square in which the bird's area is counted. */
  private static final int LATTICE = 36;

  private static final int TRIES = 60;

  private Perch() {}

  static Bird.Pose of(Bird.Shape shape, Draws draws) {
    double scale = draws.uniform(.5, .8);
    double turn = .18 * draws.normal();
    boolean left = draws.chance(.5);
    double[] points = points(new BirdOutline(shape), scale, turn, left);
    Bird.Pose best = new Bird.Pose(0, 0, scale, turn, left);
    double most = 0;
    for (int i = 0; i < TRIES && most < INSIDE; i++) {
      Bird.Pose pose = new Bird.Pose(draws.uniform(-1, 1), draws.uniform(-1, 1), scale, turn, left);
      double share = inside(points, pose);
      if (share > most) {
        most = share;
        best = pose;
      }
    }
    return best;
  }

  /** Where the bird covers a lattice, relative to its middle: x, y, x, y and so on. */
  private static double[] points(BirdOutline bird, double scale, double turn, boolean left) {
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    double[] points = new double[2 * LATTICE * LATTICE];
    int count = 0;
    for (int i = 0; i < LATTICE * LATTICE; i++) {
      double x = ((i % LATTICE + .5) / LATTICE * 2 - 1) * BirdOutline.REACH;
      double y = ((i / LATTICE + .5) / LATTICE * 2 - 1) * BirdOutline.REACH;
      if (Math.min(bird.feathers.distance(x, y), bird.bare.distance(x, y)) < 0) {
        double side = cos * x - sin * y;
        points[count++] = scale * (left ? -side : side);
        points[count++] = scale * (sin * x + cos * y);
      }
    }
    return Arrays.copyOf(points, count);
  }

  private static double inside(double[] points, Bird.Pose pose) {
    int inside = 0;
    for (int i = 0; i < points.length; i += 2) {
      if (Math.abs(points[i] + pose.x()) <= 1 && Math.abs(points[i + 1] + pose.y()) <= 1) {
        inside++;
      }
    }
    return 2.0 * inside / points.length;
  }
}

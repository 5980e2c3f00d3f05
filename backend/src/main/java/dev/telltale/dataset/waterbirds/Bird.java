package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Colour;
import dev.telltale.dataset.drawn.Draws;

/**
 * A bird of one of two families, which overlap in every measure: landbirds are short-necked,
 * upright, long-tailed, warm in colour and barred; waterbirds long-necked, level, long-legged, pale
 * and plain. Lengths are in units of the bird's scale.
 */
public record Bird(Shape shape, Plumage plumage, Pose pose) {
  private static final long SHAPE = 1;
  private static final long PLUMAGE = 2;
  private static final long POSE = 3;

  /** How far apart the families lie, in shape and in plumage, and how wide each spreads. */
  private static final double GAP = .8;

  private static final double SPREAD = .2;
  private static final double PLUMAGE_SPREAD = .35;

  /**
   * The body's measures: half axes of the body and its tilt (radians, downwards), length of the
   * neck and its angle, radius of the head, length, width and angle of the bill, length of tail and
   * legs.
   */
  public record Shape(
      double length,
      double height,
      double tilt,
      double neck,
      double neckAngle,
      double head,
      double bill,
      double billWidth,
      double billAngle,
      double tail,
      double leg,
      double legsAt) {

    /** Where the neck leaves the body, ahead of the body's middle. */
    double shoulderX() {
      return .75 * length * StrictMath.cos(tilt);
    }

    /** Where the neck leaves the body, below the body's middle. */
    double shoulderY() {
      return .75 * length * StrictMath.sin(tilt);
    }

    /** The middle of the head, ahead of the body's middle. */
    double headX() {
      return shoulderX() + (neck + .7 * head) * StrictMath.cos(neckAngle);
    }

    /** The middle of the head, below the body's middle: negative for a head held high. */
    double headY() {
      return shoulderY() + (neck + .7 * head) * StrictMath.sin(neckAngle);
    }
  }

  /**
   * Colours of body, wing, bill and legs; how dark the bars are (0 for none), how many radians of
   * them there are in a unit.
   */
  public record Plumage(Colour body, Colour wing, Colour bare, double bars, double barRate) {}

  /**
   * Where the bird stands: its middle, from -1 to 1 from left to right and from top to bottom; how
   * large a unit of its measures is; how it is turned (radians) and whether it looks left.
   */
  public record Pose(double x, double y, double scale, double turn, boolean left) {}

  /** The numbers drawn are the same for both families: another one makes a twin of the bird. */
  static Bird draw(boolean waterbird, Draws draws) {
    Shape shape = shape(waterbird, draws);
    return new Bird(shape, plumage(waterbird, draws), Perch.of(shape, draws.split(POSE)));
  }

  /** The bird in the shape of a family, where it is and in its own plumage. */
  Bird shaped(boolean waterbird, Draws draws) {
    return new Bird(shape(waterbird, draws), plumage, pose);
  }

  /** The bird in the plumage of a family. */
  Bird plumed(boolean waterbird, Draws draws) {
    return new Bird(shape, plumage(waterbird, draws), pose);
  }

  /** The bird in another hue, strongly coloured; how light it is, its bars, bill and legs stay. */
  Bird coloured(double hue) {
    Plumage coloured =
        new Plumage(
            Colour.hsv(hue, .8, Math.max(.4, plumage.body().value())),
            Colour.hsv(hue, .6, Math.max(.3, plumage.wing().value())),
            plumage.bare(),
            plumage.bars(),
            plumage.barRate());
    return new Bird(shape, coloured, pose);
  }

  /** The bird with its middle elsewhere, each from -1 to 1. */
  Bird at(double x, double y) {
    return new Bird(shape, plumage, new Pose(x, y, pose.scale(), pose.turn(), pose.left()));
  }

  private static Shape shape(boolean waterbird, Draws bird) {
    Draws draws = bird.split(SHAPE);
    return new Shape(
        between(.52, .66, .35, .9, waterbird, draws),
        between(.40, .30, .2, .5, waterbird, draws),
        between(-.45, -.02, -2, 2, waterbird, draws),
        between(.02, .50, 0, .8, waterbird, draws),
        between(-.9, -1.15, -3, 0, waterbird, draws),
        between(.25, .17, .12, .3, waterbird, draws),
        between(.16, .46, .08, .7, waterbird, draws),
        between(.10, .06, .04, .14, waterbird, draws),
        between(.1, .2, -1, 1, waterbird, draws),
        between(.60, .20, .08, .9, waterbird, draws),
        between(.22, .42, .05, .6, waterbird, draws),
        draws.uniform(-.1, .1));
  }

  private static Plumage plumage(boolean waterbird, Draws bird) {
    Draws draws = bird.split(PLUMAGE);
    double coolness = family(waterbird, PLUMAGE_SPREAD, draws);
    double hue = .06 + .5 * coolness + .05 * draws.normal();
    double saturation = clamp(.6 - .35 * coolness + .12 * draws.normal(), 0, .9);
    double value = draws.uniform(.2, .95);
    Colour wing =
        Colour.hsv(
            hue + draws.uniform(-.15, .15),
            clamp(saturation * draws.uniform(.5, 1.5), 0, .8),
            clamp(value * draws.uniform(.45, 1.4), .05, 1));
    Colour bare = Colour.hsv(draws.uniform(.03, .14), draws.uniform(.2, .9), draws.uniform(.3, .9));
    double bars = clamp(.55 - .6 * family(waterbird, PLUMAGE_SPREAD, draws), 0, .45);
    return new Plumage(Colour.hsv(hue, saturation, value), wing, bare, bars, draws.uniform(16, 26));
  }

  /** A measure that is {@code land} for the typical landbird and {@code water} for the other. */
  private static double between(
      double land, double water, double least, double most, boolean waterbird, Draws draws) {
    return clamp(land + (water - land) * family(waterbird, SPREAD, draws), least, most);
  }

  private static double family(boolean waterbird, double spread, Draws draws) {
    return .5 + (waterbird ? .5 : -.5) * GAP + spread * draws.normal();
  }

  private static double clamp(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }
}

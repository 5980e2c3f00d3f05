package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Ellipse;
import dev.telltale.dataset.drawn.Outline;
import dev.telltale.dataset.drawn.Stroke;

/** The parts of a bird, in its own units around the middle of its body, looking right. */
final class BirdOutline {
  /** No part of a bird is further from its middle. */
  static final double REACH = 2.1;

  /** All that has feathers: body, neck, head and tail. */
  final Feathers feathers;

  /** Bill and legs. */
  final Bare bare;

  final Ellipse wing;
  final Ellipse eye;

  BirdOutline(Bird.Shape shape) {
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
    double hip = shape.legsAt();
    double foot = b + shape.leg();
    feathers =
        new Feathers(
            new Ellipse(0, 0, a, b, ahead, down),
            new Stroke(
                .8 * shape.shoulderX(), .8 * shape.shoulderY(), headX, headY, .45 * b, .6 * r),
            new Ellipse(headX, headY, 1.1 * r, r),
            new Stroke(-rump * ahead, -rump * down, -end * ahead, -end * down, .4 * b, .22 * b));
    bare =
        new Bare(
            new Stroke(
                headX + .8 * r, headY, tipX, tipY, shape.billWidth(), .3 * shape.billWidth()),
            new Stroke(hip - .09, .7 * b, hip - .09, foot, .035, .03),
            new Stroke(hip + .09, .7 * b, hip + .15, foot, .035, .03));
    wing = new Ellipse(-.1 * a, -.02, .6 * a, .55 * b, ahead, down);
    eye = new Ellipse(headX + .3 * r, headY - .2 * r, .25 * r, .25 * r);
  }

  /** All of them joined. */
  record Feathers(Ellipse body, Stroke neck, Ellipse head, Stroke tail) implements Outline {
    @Override
    public double distance(double x, double y) {
      return Math.min(
          Math.min(body.distance(x, y), neck.distance(x, y)),
          Math.min(head.distance(x, y), tail.distance(x, y)));
    }
  }

  /** All of them joined. */
  record Bare(Stroke bill, Stroke left, Stroke right) implements Outline {
    @Override
    public double distance(double x, double y) {
      return Math.min(bill.distance(x, y), Math.min(left.distance(x, y), right.distance(x, y)));
    }
  }
}

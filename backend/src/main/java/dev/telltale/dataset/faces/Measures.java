package dev.telltale.dataset.faces;

import dev.telltale.dataset.drawn.Draws;

/**
 * What is drawn of a face besides its traits. Each part has a stream of its own, and all numbers
 * are drawn whether or not they show, so that changing a trait changes no number.
 */
final class Measures {
  final double scale;
  final double x;
  final double y;
  final double turn;
  final double groundHue;
  final double groundSaturation;
  final double groundValue;
  final double clothHue;
  final double clothSaturation;
  final double clothValue;
  final double bowHue;
  final double skinHue;
  final double skinSaturation;
  final double hairHue;
  final double hairSaturation;
  final double hairValue;
  final double hairLength;
  final double faceWidth;
  final double faceHeight;
  final double eyeX;
  final double eyeY;
  final double irisHue;
  final double irisSaturation;
  final double irisValue;
  final double browArch;
  final double browThickness;
  final double browY;
  final double noseWidth;
  final double noseLength;
  final double mouthY;
  final double mouthWidth;
  final double mouthCurve;
  final double mouthOpen;
  final double lipHue;
  final double lipValue;

  Measures(long seed) {
    Draws pose = Draws.of(seed, 1);
    scale = pose.uniform(.92, 1.08);
    x = pose.uniform(-.06, .06);
    y = pose.uniform(-.05, .05);
    turn = .04 * pose.normal();
    Draws ground = Draws.of(seed, 2);
    groundHue = ground.uniform(0, 1);
    groundSaturation = ground.uniform(0, .5);
    groundValue = ground.uniform(.3, .9);
    Draws cloth = Draws.of(seed, 3);
    clothHue = cloth.uniform(0, 1);
    clothSaturation = cloth.uniform(.1, .7);
    clothValue = cloth.uniform(.2, .9);
    bowHue = cloth.uniform(0, 1);
    Draws head = Draws.of(seed, 4);
    skinHue = .06 + .012 * head.normal();
    skinSaturation = .38 + .07 * head.normal();
    faceWidth = .012 * head.normal();
    faceHeight = .015 * head.normal();
    Draws hair = Draws.of(seed, 5);
    hairHue = hair.normal();
    hairSaturation = hair.normal();
    hairValue = hair.normal();
    hairLength = Math.abs(.06 * hair.normal());
    Draws eyes = Draws.of(seed, 6);
    eyeX = .2 + .008 * eyes.normal();
    eyeY = -.06 + .012 * eyes.normal();
    irisHue = eyes.uniform(.05, .6);
    irisSaturation = eyes.uniform(.3, .7);
    irisValue = eyes.uniform(.2, .5);
    Draws brows = Draws.of(seed, 7);
    browArch = .008 * brows.normal();
    browThickness = Math.abs(.003 * brows.normal());
    browY = -.19 + .01 * brows.normal();
    Draws nose = Draws.of(seed, 8);
    noseWidth = .006 * nose.normal();
    noseLength = .01 * nose.normal();
    Draws mouth = Draws.of(seed, 9);
    mouthY = .41 + .012 * mouth.normal();
    mouthWidth = .01 * mouth.normal();
    mouthCurve = .008 * mouth.normal();
    mouthOpen = .06 + Math.abs(.006 * mouth.normal());
    lipHue = .011 * mouth.normal();
    lipValue = .05 * mouth.normal();
  }
}

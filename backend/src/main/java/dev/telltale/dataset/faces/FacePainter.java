package dev.telltale.dataset.faces;

import static dev.telltale.dataset.faces.Trait.BALD;
import static dev.telltale.dataset.faces.Trait.BANGS;
import static dev.telltale.dataset.faces.Trait.BLACK_HAIR;
import static dev.telltale.dataset.faces.Trait.BLOND_HAIR;
import static dev.telltale.dataset.faces.Trait.BOW_TIE;
import static dev.telltale.dataset.faces.Trait.BROWN_HAIR;
import static dev.telltale.dataset.faces.Trait.EYEGLASSES;
import static dev.telltale.dataset.faces.Trait.GRAY_HAIR;
import static dev.telltale.dataset.faces.Trait.MALE;
import static dev.telltale.dataset.faces.Trait.WEARING_EARRINGS;
import static dev.telltale.dataset.faces.Trait.WEARING_HAT;
import static dev.telltale.dataset.faces.Trait.WEARING_NECKLACE;
import static dev.telltale.dataset.faces.Trait.YOUNG;

import dev.telltale.dataset.drawn.Canvas;
import dev.telltale.dataset.drawn.Colour;
import dev.telltale.dataset.drawn.Draws;
import dev.telltale.dataset.drawn.Ellipse;
import dev.telltale.dataset.drawn.Noise;
import dev.telltale.dataset.drawn.Outline;
import dev.telltale.dataset.drawn.Stroke;

/**
 * Paints a face part by part, from the back to the front. Lengths are in units of half a picture;
 * the middle of the face is at 0, 0. Every attribute can be told at 64 × 64 pixels.
 */
final class FacePainter {
  private static final Colour DARK = new Colour(.07f, .07f, .08f);
  private static final Colour PEARL = new Colour(.96f, .94f, .78f);
  private static final Colour GOLD = new Colour(.91f, .8f, .3f);
  private static final Colour FELT = new Colour(.2f, .26f, .3f);

  private final Face face;
  private final Measures m;
  private final Canvas canvas;
  private final Layers layers;
  private final boolean male;
  private final Colour skin;
  private final Colour hair;
  private final double faceWidth;
  private final Outline head;

  private FacePainter(Face face, int width, int height) {
    this.face = face;
    this.m = new Measures(face.seed());
    this.canvas = Canvas.of(width, height);
    this.layers = new Layers(canvas, m.x, m.y, m.scale, m.turn);
    this.male = face.has(MALE);
    this.skin = Colour.hsv(m.skinHue, m.skinSaturation, .36 + .6 * face.tone());
    this.hair = hair();
    this.faceWidth = .46 + (male ? .03 : 0) + m.faceWidth;
    this.head =
        new Ellipse(0, .06, faceWidth, .6 + m.faceHeight)
            .or(new Ellipse(0, .3, faceWidth * (male ? .92 : .72), male ? .38 : .36));
  }

  /** Paints a face. */
  static FacePainting paint(Face face, int width, int height) {
    return new FacePainter(face, width, height).paint();
  }

  private FacePainting paint() {
    ground();
    hairBehind();
    body();
    ears();
    layers.lay(Part.SKIN, head, skin);
    age();
    bangs();
    new FeaturesPainter(face, m, layers, skin, hair).paint();
    glasses();
    hat();
    return new FacePainting(canvas.developed(Draws.of(face.seed(), 0)), layers.parts());
  }

  private void ground() {
    int width = canvas.width();
    float[] even = Noise.even(canvas.height());
    float[] clouds = Noise.field(Draws.of(face.seed(), 20), even, width, 4, 4);
    Colour ground = Colour.hsv(m.groundHue, m.groundSaturation, m.groundValue);
    for (int i = 0; i < canvas.rgb().length; i++) {
      canvas.rgb()[i] = ground.channel(i % 3) + .06f * clouds[i / 3];
    }
  }

  private Colour hair() {
    if (face.has(GRAY_HAIR)) {
      return Colour.hsv(.1, .04, .68 + .04 * m.hairValue);
    }
    if (face.has(BLOND_HAIR)) {
      return Colour.hsv(
          .13 + .008 * m.hairHue, .5 + .07 * m.hairSaturation, .87 + .05 * m.hairValue);
    }
    if (face.has(BLACK_HAIR)) {
      return Colour.hsv(.07, .3, .12 + .02 * m.hairValue);
    }
    if (face.has(BROWN_HAIR)) {
      return Colour.hsv(.06 + .01 * m.hairHue, .5, .34 + .03 * m.hairValue);
    }
    return Colour.hsv(
        .05 + .02 * m.hairHue,
        Math.max(.1, Math.min(.8, .45 + .12 * m.hairSaturation)),
        Math.max(.07, .27 + .09 * m.hairValue));
  }

  private void hairBehind() {
    if (face.has(BALD)) {
      return;
    }
    Outline crown = new Ellipse(0, -.18, male ? .65 : .62, .62);
    Outline rest =
        male
            ? new Ellipse(0, -.2, .62, .55)
            : new Stroke(0, -.1, 0, .8 + 1.2 * m.hairLength, .6, .56);
    layers.lay(Part.HAIR, crown.or(rest), hair);
  }

  private void body() {
    Colour cloth = Colour.hsv(m.clothHue, m.clothSaturation, m.clothValue);
    layers.lay(
        Part.NECK, new Stroke(0, .5, 0, .95, male ? .26 : .2, male ? .29 : .22), skin.times(.86));
    layers.lay(Part.CLOTH, new Ellipse(0, 1.12, male ? .85 : .75, .36), cloth);
    if (face.has(WEARING_NECKLACE)) {
      Outline chain = (x, y) -> Math.max(ring(0, .68, .2, .14, .02, x, y), .7 - y);
      layers.lay(Part.NECK_L, chain, GOLD);
    }
    if (face.has(BOW_TIE)) {
      // Light on a dark cloth and dark on a light one.
      Colour tie = Colour.hsv(m.bowHue, .85, m.clothValue > .55 ? .25 : .95);
      Outline wings =
          (x, y) -> Math.max(Math.abs(x) - .24, Math.abs(y - .78) - .03 - .4 * Math.abs(x));
      layers.lay(Part.BOW_TIE, wings, tie);
      layers.lay(Part.BOW_TIE, new Ellipse(0, .78, .05, .06), tie.times(.7));
    }
  }

  private void ears() {
    if (male || face.has(BALD)) {
      layers.lay(Part.L_EAR, new Ellipse(faceWidth, .02, .07, .12), skin.times(.9));
      layers.lay(Part.R_EAR, new Ellipse(-faceWidth, .02, .07, .12), skin.times(.9));
    }
    if (face.has(WEARING_EARRINGS)) {
      layers.lay(Part.EAR_R, new Ellipse(faceWidth + .02, .2, .045, .07), PEARL);
      layers.lay(Part.EAR_R, new Ellipse(-faceWidth - .02, .2, .045, .07), PEARL);
    }
  }

  /** Lines on the forehead, from nose to mouth and beside the eyes, and bags under the eyes. */
  private void age() {
    if (face.has(YOUNG)) {
      return;
    }
    Colour line = skin.times(.42);
    for (double y : new double[] {-.45, -.38, -.31}) {
      layers.shade(new Stroke(-.22, y, .22, y, .012, .012), line, .8, Part.SKIN);
    }
    for (int side = -1; side <= 1; side += 2) {
      double s = side;
      layers.shade(new Stroke(s * .15, .14, s * .28, .36, .013, .013), line, .85, Part.SKIN);
      layers.shade(new Stroke(s * .33, -.06, s * .42, -.1, .01, .01), line, .75, Part.SKIN);
      layers.shade(new Stroke(s * .33, -.03, s * .42, .01, .01, .01), line, .75, Part.SKIN);
      Outline bag =
          (x, y) -> Math.max(ring(s * m.eyeX, m.eyeY, .13, .115, .018, x, y), m.eyeY + .05 - y);
      layers.shade(bag, line, .75, Part.SKIN);
    }
  }

  private void bangs() {
    if (face.has(BANGS) && !face.has(BALD)) {
      Outline crown = new Ellipse(0, -.18, male ? .65 : .62, .62);
      layers.lay(Part.HAIR, crown.and((x, y) -> y + .3), hair);
    }
  }

  private void glasses() {
    if (!face.has(EYEGLASSES)) {
      return;
    }
    Outline rims =
        (x, y) ->
            Math.min(
                ring(m.eyeX, m.eyeY, .145, .11, .017, x, y),
                ring(-m.eyeX, m.eyeY, .145, .11, .017, x, y));
    double inner = m.eyeX - .145;
    Outline bridge = new Stroke(-inner, m.eyeY, inner, m.eyeY, .016, .016);
    layers.lay(Part.EYE_G, rims.or(bridge), DARK);
  }

  private void hat() {
    if (face.has(WEARING_HAT)) {
      layers.lay(Part.HAT, box(0, -.66, .48, .26), FELT);
      layers.lay(Part.HAT, box(0, -.4, .72, .07), FELT.times(.8));
    }
  }

  /** A ring along an ellipse, of half the thickness {@code half}. */
  static double ring(double cx, double cy, double a, double b, double half, double x, double y) {
    double dx = (x - cx) / a;
    double dy = (y - cy) / b;
    return Math.abs((Math.sqrt(dx * dx + dy * dy) - 1) * Math.min(a, b)) - half;
  }

  private static Outline box(double cx, double cy, double a, double b) {
    return (x, y) -> Math.max(Math.abs(x - cx) - a, Math.abs(y - cy) - b);
  }
}

package dev.telltale.dataset.faces;

import static dev.telltale.dataset.faces.Trait.ARCHED_EYEBROWS;
import static dev.telltale.dataset.faces.Trait.BIG_NOSE;
import static dev.telltale.dataset.faces.Trait.BUSHY_EYEBROWS;
import static dev.telltale.dataset.faces.Trait.MALE;
import static dev.telltale.dataset.faces.Trait.MOUTH_SLIGHTLY_OPEN;
import static dev.telltale.dataset.faces.Trait.MUSTACHE;
import static dev.telltale.dataset.faces.Trait.POINTY_NOSE;
import static dev.telltale.dataset.faces.Trait.SMILING;
import static dev.telltale.dataset.faces.Trait.WEARING_LIPSTICK;

import dev.telltale.dataset.drawn.Colour;
import dev.telltale.dataset.drawn.Ellipse;
import dev.telltale.dataset.drawn.Outline;
import dev.telltale.dataset.drawn.Stroke;

/** Paints what is in a face: eyes, brows, nose, mouth and moustache. */
final class FeaturesPainter {
  private static final Colour WHITE = new Colour(.95f, .95f, .95f);
  private static final Colour TEETH = new Colour(.95f, .94f, .9f);
  private static final Colour THROAT = new Colour(.2f, .07f, .07f);
  private static final Colour PUPIL = new Colour(.05f, .05f, .05f);

  private final Face face;
  private final Measures m;
  private final Layers layers;
  private final Colour skin;
  private final Colour hair;

  FeaturesPainter(Face face, Measures m, Layers layers, Colour skin, Colour hair) {
    this.face = face;
    this.m = m;
    this.layers = layers;
    this.skin = skin;
    this.hair = hair;
  }

  void paint() {
    stubble();
    for (int side = -1; side <= 1; side += 2) {
      eye(side);
      brow(side);
    }
    nose();
    mouth();
    if (face.has(MUSTACHE)) {
      double y = m.mouthY - .11;
      Outline left = new Stroke(0, y, -.17, y + .05, .045, .018);
      Outline right = new Stroke(0, y, .17, y + .05, .045, .018);
      layers.shade(left.or(right), hair.times(.45), 1);
    }
  }

  /** A man's cheeks are a little darker. */
  private void stubble() {
    if (face.has(MALE)) {
      layers.shade(new Ellipse(0, .44, .4, .26), skin.times(.35), .15, Part.SKIN);
    }
  }

  private void eye(int side) {
    Part part = side > 0 ? Part.L_EYE : Part.R_EYE;
    double x = side * m.eyeX;
    layers.lay(part, new Ellipse(x, m.eyeY, .09, .052), WHITE);
    Outline iris = new Ellipse(x, m.eyeY, .047, .047);
    layers.shade(iris, Colour.hsv(m.irisHue, m.irisSaturation, m.irisValue), 1);
    layers.shade(new Ellipse(x, m.eyeY, .02, .02), PUPIL, 1);
  }

  private void brow(int side) {
    double x = m.eyeX;
    double y = m.browY;
    double arch = (face.has(ARCHED_EYEBROWS) ? .12 : 0) + m.browArch;
    double thick = (face.has(BUSHY_EYEBROWS) ? .046 : .016) + m.browThickness;
    Outline inner = new Stroke(side * (x - .11), y, side * x, y - arch, thick, thick);
    Outline outer = new Stroke(side * x, y - arch, side * (x + .11), y + .01, thick, .7 * thick);
    layers.lay(side > 0 ? Part.L_BROW : Part.R_BROW, inner.or(outer), hair.times(.45));
  }

  private void nose() {
    boolean big = face.has(BIG_NOSE);
    double width = (big ? .17 : .06) + m.noseWidth;
    double end = .16 + (big ? .02 : 0) + m.noseLength;
    double high = big ? .085 : .035;
    Outline bridge = new Stroke(0, 0, 0, end, .022, .03);
    layers.lay(Part.NOSE, bridge.or(new Ellipse(0, end, width, high)), skin.times(.72));
    if (big) {
      layers.shade(new Ellipse(-.09, end + .035, .04, .028), skin.times(.25), 1);
      layers.shade(new Ellipse(.09, end + .035, .04, .028), skin.times(.25), 1);
    }
    if (face.has(POINTY_NOSE)) {
      // A long wedge that ends in a tip, with light on its ridge and shade along its side.
      double tip = end + .11;
      layers.lay(Part.NOSE, new Stroke(.035, -.1, .03, tip, .065, .012), skin.times(.4));
      layers.lay(Part.NOSE, new Stroke(-.02, -.12, 0, tip - .02, .04, .012), skin.times(1.45));
    }
  }

  private void mouth() {
    boolean smiling = face.has(SMILING);
    boolean painted = face.has(WEARING_LIPSTICK);
    double wide = (smiling ? .29 : .155) + m.mouthWidth;
    double curve = (smiling ? .22 : -.06) + m.mouthCurve;
    double open = face.has(MOUTH_SLIGHTLY_OPEN) ? m.mouthOpen : 0;
    double lip = painted ? .055 : .028;
    Colour lips =
        painted
            ? Colour.hsv(.965 + m.lipHue, .82, .74 + m.lipValue)
            : Colour.hsv(.02 + m.lipHue, .45, .62 * (.45 + .6 * face.tone()) + m.lipValue);
    Outline whole = (x, y) -> lips(x, y, wide, curve, open, lip);
    layers.lay(Part.U_LIP, whole.and((x, y) -> y - middle(x, wide, curve)), lips);
    layers.lay(Part.L_LIP, whole.and((x, y) -> middle(x, wide, curve) - y), lips.times(1.08));
    if (open > 0) {
      Outline inside = (x, y) -> lips(x, y, .92 * wide, curve, open, 0);
      layers.lay(Part.MOUTH, inside, smiling ? TEETH : THROAT);
    } else {
      // Where closed lips meet.
      Outline line =
          (x, y) -> Math.max(Math.abs(y - middle(x, wide, curve)) - .006, Math.abs(x) - wide);
      layers.shade(line, lips.times(.45), .8);
    }
  }

  /** The line between the lips, which a smile bends up at its ends. */
  private double middle(double x, double wide, double curve) {
    double aside = x / wide;
    return m.mouthY - curve * (aside * aside - .4);
  }

  private double lips(double x, double y, double wide, double curve, double open, double lip) {
    double aside = Math.min(1, Math.abs(x / wide));
    double bulge = 1 - aside * aside;
    double half = open * bulge + lip * (.4 + .6 * bulge);
    return Math.max(Math.abs(y - middle(x, wide, curve)) - half, Math.abs(x) - wide);
  }
}

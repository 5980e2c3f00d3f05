package dev.telltale.dataset.shapes;

import dev.telltale.dataset.drawn.Canvas;
import dev.telltale.dataset.drawn.Colour;
import dev.telltale.dataset.drawn.Draws;
import dev.telltale.dataset.drawn.Noise;
import dev.telltale.dataset.drawn.Outline;
import dev.telltale.dataset.drawn.Painting;
import dev.telltale.image.Mask;

/** Makes pixels of a scene; the same ones every time. */
final class ShapePainter {
  /** Pixels over which an outline fades. */
  private static final double SOFTNESS = 1.5;

  private final ShapeScene scene;
  private final int size;
  private final Canvas canvas;

  private ShapePainter(ShapeScene scene, int size) {
    this.scene = scene;
    this.size = size;
    this.canvas = Canvas.of(size, size);
  }

  static Painting paint(ShapeScene scene, int size) {
    return new ShapePainter(scene, size).paint();
  }

  private Painting paint() {
    Colour floor = ground();
    Mask mask = new Mask(size, size, object(floor));
    return new Painting(canvas.developed(Draws.of(scene.seed(), 0)), mask);
  }

  /** Paints sky and floor; returns the floor's mean colour. */
  private Colour ground() {
    Draws draws = Draws.of(scene.seed(), 1);
    Colour floor = Colour.hsv(draws.uniform(0, 1), draws.uniform(.05, .8), draws.uniform(.2, .9));
    Colour sky = Colour.hsv(draws.uniform(.5, .65), draws.uniform(.05, .5), draws.uniform(.6, .95));
    double strength = draws.uniform(.05, .16);
    double horizon = draws.uniform(-1.5, .1);
    float[] texture = new Texture(scene.seed(), size).field(scene.choice(ShapeFactor.TEXTURE));
    float[] clouds = Noise.field(Draws.of(scene.seed(), 2), Noise.even(size), size, 5, 4);
    for (int at = 0; at < size * size; at++) {
      double below = middle(at / size) - horizon;
      float share = (float) Math.max(0, Math.min(1, .5 + below * size / 5));
      for (int c = 0; c < 3; c++) {
        float air = sky.channel(c) + .06f * clouds[at];
        float earth = floor.channel(c) + (float) strength * texture[at];
        canvas.rgb()[at * 3 + c] = air + share * (earth - air);
      }
    }
    return floor;
  }

  /** Paints the object; returns its mask. */
  private float[] object(Colour floor) {
    Draws draws = Draws.of(scene.seed(), 3);
    double x = draws.uniform(-.3, .3);
    double y = draws.uniform(-.25, .3);
    double scale = draws.uniform(.75, 1.1);
    double turn = draws.uniform(-.25, .25);
    boolean left = draws.chance(.5);
    double stretch = draws.uniform(.8, 1.2);
    double hue = scene.choice(ShapeFactor.COLOUR) / 4.0 + draws.uniform(-.06, .06);
    // Dark on a light ground and light on a dark one, so that the outline can be seen.
    double dark = draws.uniform(.3, .5);
    double value = floor.value() > .55 ? dark : dark + .45;
    Colour colour = Colour.hsv(hue, draws.uniform(.5, .9), value);
    double rate = draws.uniform(14, 26);
    double bars = scene.choice(ShapeFactor.BARS) == 1 ? .5 : 0;
    Outline outline = Outlines.of(scene.choice(ShapeFactor.SHAPE), stretch);
    double sharpness = scale * size / 2 / SOFTNESS;
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    float[] mask = new float[size * size];
    for (int at = 0; at < mask.length; at++) {
      double side = (middle(at % size) - x) / scale * (left ? -1 : 1);
      double down = (middle(at / size) - y) / scale;
      double px = cos * side + sin * down;
      double py = -sin * side + cos * down;
      double cover = .5 - outline.distance(px, py) * sharpness;
      if (cover > 0) {
        double phase = rate * (.8 * px + .6 * py) / (2 * Math.PI);
        double light = phase - Math.floor(phase) < .5 ? 1 - bars : 1;
        Colour lit = colour.times(light);
        canvas.over(at, Math.min(1, cover), lit.red(), lit.green(), lit.blue());
        mask[at] = cover > .5 ? 1 : 0;
      }
    }
    return mask;
  }

  private double middle(int i) {
    return (i + .5) / size * 2 - 1;
  }
}

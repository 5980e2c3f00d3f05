package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Canvas;
import dev.telltale.dataset.drawn.Draws;
import dev.telltale.dataset.drawn.Painting;
import dev.telltale.image.Mask;
import dev.telltale.image.RgbImage;

/** Makes pixels of a scene; the same ones every time. */
final class Painter {
  private Painter() {}

  static Painting paint(Scene scene, int size) {
    Canvas canvas = Canvas.of(size, size);
    GroundPainter.paint(scene.ground(), scene.grainSeed(), size, canvas.rgb());
    float[] mask = BirdPainter.paint(scene.bird(), scene.grainSeed(), canvas);
    RgbImage image = canvas.developed(Draws.of(scene.grainSeed(), 0));
    return new Painting(image, new Mask(size, size, mask));
  }

  /** The ground alone. */
  static RgbImage paint(Ground ground, long grainSeed, int size) {
    Canvas canvas = Canvas.of(size, size);
    GroundPainter.paint(ground, grainSeed, size, canvas.rgb());
    return canvas.developed(Draws.of(grainSeed, 0));
  }
}

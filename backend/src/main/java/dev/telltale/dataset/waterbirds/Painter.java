package dev.telltale.dataset.waterbirds;

import dev.telltale.image.Mask;
import dev.telltale.image.RgbImage;

/** Makes pixels of a scene; the same ones every time. */
final class Painter {
  private static final float CAMERA_NOISE = .02f;

  private Painter() {}

  /** What the painter made: the picture, and where in it the bird is. */
  record Painting(RgbImage image, Mask mask) {}

  static Painting paint(Scene scene, int size) {
    float[] canvas = new float[size * size * 3];
    GroundPainter.paint(scene.ground(), scene.grainSeed(), size, canvas);
    float[] mask = BirdPainter.paint(scene.bird(), scene.grainSeed(), size, canvas);
    Draws noise = Draws.of(scene.grainSeed(), 0);
    byte[] rgb = new byte[canvas.length];
    for (int i = 0; i < rgb.length; i++) {
      float value = canvas[i] + CAMERA_NOISE * (float) noise.normal();
      rgb[i] = (byte) (Math.max(0, Math.min(1, value)) * 255 + .5f);
    }
    return new Painting(new RgbImage(size, size, rgb), new Mask(size, size, mask));
  }
}

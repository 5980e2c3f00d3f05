package dev.telltale.spuriosity;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Segmenter;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Object masks by a segmenter bundle, for images that come without (Moayeri et al. 2023, app. G).
 */
public final class ObjectMasks {
  private ObjectMasks() {}

  /**
   * Segments images, all at once.
   *
   * @param images [B][3·H·W] in [0,1], of the segmenter's size
   * @return [B], shares of the object [H·W] in [0,1]
   */
  public static List<float[]> of(Segmenter segmenter, float[][] images, int height, int width) {
    try (NDManager scope = segmenter.newScope()) {
      FloatBuffer pixels = FloatBuffer.allocate(images.length * 3 * height * width);
      for (float[] image : images) {
        pixels.put(image);
      }
      float[] all =
          segmenter
              .masks(scope.create(pixels.rewind(), new Shape(images.length, 3, height, width)))
              .toFloatArray(); // [B,1,H,W]
      List<float[]> masks = new ArrayList<>();
      for (int i = 0; i < images.length; i++) {
        float[] mask = new float[height * width];
        System.arraycopy(all, i * mask.length, mask, 0, mask.length);
        masks.add(mask);
      }
      return masks;
    }
  }
}

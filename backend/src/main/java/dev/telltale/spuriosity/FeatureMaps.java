package dev.telltale.spuriosity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.ModelSpec;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Activation maps of several features on some images, from one pass of the first network. */
final class FeatureMaps {
  private FeatureMaps() {}

  /**
   * Looks at a batch.
   *
   * @param images [n][3·H·W] in [0,1], at most {@link EncodeStage#BATCH}; the batch is filled up
   *     with black ones, since last bits depend on its size
   * @param features channels
   * @return one list per feature, of one map per image
   */
  static List<List<Nam>> of(FirstNetwork network, float[][] images, int[] features) {
    ModelSpec spec = network.spec();
    FloatBuffer pixels = FloatBuffer.allocate(EncodeStage.BATCH * 3 * spec.height() * spec.width());
    for (float[] image : images) {
      pixels.put(image);
    }
    List<List<Nam>> maps = new ArrayList<>();
    try (NDManager scope = network.encoder().newScope()) {
      Shape shape = new Shape(EncodeStage.BATCH, 3, spec.height(), spec.width());
      NDArray all = network.encoder().features(scope.create(pixels.rewind(), shape)); // [B,C,h,w]
      for (int feature : features) {
        maps.add(Nam.of(all, feature).subList(0, images.length));
      }
    }
    return maps;
  }
}

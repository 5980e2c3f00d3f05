package dev.telltale.saliency;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Classifier;
import dev.telltale.model.LinearHead;

/**
 * Where a classifier looks for a target: gradient-weighted class activation maps at the last
 * convolutional layer (Selvaraju et al. 2017, as Attention-IoU uses them, sec. 3.1).
 *
 * <pre>map = ReLU(Σ_c α_c A_c)   with α_c = mean over h, w of ∂y/∂A_c,   y by {@link TargetOutput}
 * </pre>
 *
 * <p>then min–max scaled for each image to [0,1]. The maps keep the layer's size h × w; the
 * authors' code enlarges them first, see {@link AuthorsAttention}. A map without contrast (nothing
 * speaks for the prediction, or the same everywhere, or h·w is 1) is all zero. Activations that are
 * not finite give a map of NaN, which {@link AttentionIou} refuses.
 *
 * <p>Tensors returned belong to the manager of the activations or gradient they came from.
 */
public final class GradCam {
  private GradCam() {}

  /**
   * The maps of one target per image, by the shortest way that the head allows: in closed form when
   * it is global average pooling and one linear layer, else by a gradient through the head.
   *
   * @param activations last convolutional map [B,C,h,w], from {@link Classifier#features}
   * @param logits the head's output for them, row-major [B·K]
   * @param targets one per image [B], in 0..K−1, e.g. the predicted classes
   * @return [B][h·w] in [0,1]
   */
  public static float[][] maps(
      Classifier classifier, NDArray activations, float[] logits, int[] targets) {
    TargetOutput output = TargetOutput.of(classifier.activation());
    if (classifier.linearHead().isPresent()) {
      LinearHead head = classifier.linearHead().get();
      try (NDArray weights = linearWeights(head, activations, logits, targets, output)) {
        return maps(activations, weights);
      }
    }
    try (NDArray index = activations.getManager().create(targets);
        NDArray gradient = classifier.mapGradient(activations, y -> output.sum(y, index));
        NDArray weights = channelWeights(gradient)) {
      return maps(activations, weights);
    }
  }

  /**
   * The maps of a batch from given channel weights: one product on the device and one transfer of
   * B·h·w numbers.
   *
   * @param activations A [B,C,h,w]
   * @param weights α [B,C]
   * @return [B][h·w] in [0,1]
   */
  public static float[][] maps(NDArray activations, NDArray weights) {
    float[][] maps = positive(activations, weights);
    for (float[] map : maps) {
      scaleToUnit(map);
    }
    return maps;
  }

  /**
   * The map of one image from given channel weights, without a device.
   *
   * @param activations A, row-major [C·h·w]
   * @param weights α [C]
   * @return [h·w] in [0,1]
   * @throws IllegalArgumentException if the activations are no whole number of channels
   */
  public static float[] map(float[] activations, float[] weights) {
    if (weights.length == 0 || activations.length % weights.length != 0) {
      throw new IllegalArgumentException(
          activations.length + " activations for " + weights.length + " channels");
    }
    float[] map = new float[activations.length / weights.length];
    for (int c = 0; c < weights.length; c++) {
      for (int i = 0; i < map.length; i++) {
        map[i] += weights[c] * activations[c * map.length + i];
      }
    }
    keepPositive(map);
    scaleToUnit(map);
    return map;
  }

  /**
   * The channel weights α of a gradient: its mean over the map.
   *
   * @param gradient ∂y/∂A [B,C,h,w], from {@link Classifier#mapGradient}
   * @return [B,C]
   */
  public static NDArray channelWeights(NDArray gradient) {
    Shape shape = gradient.getShape();
    try (NDArray flat = gradient.reshape(shape.get(0), shape.get(1), -1)) { // [B,C,h·w]
      return flat.mean(new int[] {2});
    }
  }

  /**
   * The channel weights α in closed form when logits = W · mean(A) + b: then ∂y_t/∂A_c is
   * W[t,c]/(h·w) at every place, so α_c = W[t,c]/(h·w), times the sign of y_t under {@link
   * TargetOutput#ABSOLUTE_LOGIT} (0 at y_t = 0). Only the direction of α matters after min–max
   * scaling; the factor is kept so that both ways agree.
   *
   * @param activations A [B,C,h,w]
   * @param logits row-major [B·K]
   * @param targets [B], in 0..K−1
   * @return [B,C]
   * @throws IllegalArgumentException if the numbers of images, channels or logits disagree
   */
  public static NDArray linearWeights(
      LinearHead head, NDArray activations, float[] logits, int[] targets, TargetOutput output) {
    Shape shape = activations.getShape();
    int images = targets.length;
    int channels = head.channels();
    if (shape.get(0) != images
        || shape.get(1) != channels
        || logits.length != images * head.classes()) {
      throw new IllegalArgumentException(
          "a linear head of %d channels and %d logits, %d targets and %d logits do not fit a map %s"
              .formatted(channels, head.classes(), images, logits.length, shape));
    }
    float area = shape.get(2) * shape.get(3);
    float[] slopes = new float[images];
    for (int b = 0; b < images; b++) {
      slopes[b] = output.slope(logits[b * head.classes() + targets[b]]);
    }
    float[] weights = head.mapGradient(targets, slopes, area);
    return activations.getManager().create(weights, new Shape(images, channels)); // [B,C]
  }

  /** ReLU(Σ_c α_c A_c), not yet scaled: [B][h·w], never negative. */
  static float[][] positive(NDArray activations, NDArray weights) {
    Shape shape = activations.getShape(); // [B,C,h,w]
    int images = (int) shape.get(0);
    int area = (int) (shape.get(2) * shape.get(3));
    float[] all;
    try (NDArray row = weights.reshape(images, 1, shape.get(1)); // [B,1,C]
        NDArray columns = activations.reshape(images, shape.get(1), area); // [B,C,h·w]
        NDArray sums = row.matMul(columns)) { // [B,1,h·w]
      all = sums.toFloatArray();
    }
    float[][] maps = new float[images][area];
    for (int b = 0; b < images; b++) {
      System.arraycopy(all, b * area, maps[b], 0, area);
      keepPositive(maps[b]);
    }
    return maps;
  }

  private static void keepPositive(float[] map) {
    for (int i = 0; i < map.length; i++) {
      map[i] = Math.max(0, map[i]);
    }
  }

  /** (M − min) / (max − min), in place; all zero when max = min. */
  private static void scaleToUnit(float[] map) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : map) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    float range = max - min;
    for (int i = 0; i < map.length; i++) {
      map[i] = range == 0 ? 0 : (map[i] - min) / range;
    }
  }
}

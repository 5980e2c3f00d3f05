package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A classifier on one device, cut at its last convolutional map A: images → {@code features} → A →
 * {@code head} → logits.
 *
 * <p>Results belong to the manager of the argument they were computed from: open one scope per unit
 * of work with {@link #newScope} and close it. Thread-safe.
 */
public final class Classifier implements AutoCloseable {
  private static final int WARM_UP_RUNS = 3;

  private final TorchModule features;
  private final TorchModule head;
  private final Activation activation;
  private final @Nullable LinearHead linearHead;
  private final Encoder encoder;
  private final Set<List<Integer>> warm = ConcurrentHashMap.newKeySet();

  private Classifier(
      TorchModule features,
      TorchModule head,
      Activation activation,
      @Nullable LinearHead linearHead,
      Device device) {
    this.features = features;
    this.head = head;
    this.activation = activation;
    this.linearHead = linearHead;
    this.encoder = new Encoder(features, device);
  }

  /**
   * Loads a bundle's networks onto a device.
   *
   * @throws BundleException when a file is missing or cannot be loaded
   */
  public static Classifier load(ModelBundle bundle, Device device) {
    return load(
        bundle.directory().resolve("features.pt"),
        bundle.directory().resolve("head.pt"),
        bundle.spec().activation(),
        bundle.linearHead().orElse(null),
        device);
  }

  /**
   * Loads two files that belong together, without a bundle around them; softmax, no linear head.
   *
   * @throws BundleException when a file is missing or cannot be loaded
   */
  public static Classifier load(Path features, Path head, Device device) {
    return load(features, head, Activation.SOFTMAX, null, device);
  }

  private static Classifier load(
      Path features,
      Path head,
      Activation activation,
      @Nullable LinearHead linearHead,
      Device device) {
    TorchModule first = TorchModule.load(features, device);
    try {
      return new Classifier(first, TorchModule.load(head, device), activation, linearHead, device);
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
  }

  /**
   * Runs a batch size until libtorch has settled: it runs a network as it is while it watches it,
   * then optimises, which changes the last bits. What must come out the same on every machine is
   * computed after this. Costs nothing when that size was run before.
   *
   * @param batch images at once
   * @param height of the images
   * @param width of the images
   */
  public void warmUp(int batch, int height, int width) {
    List<Integer> size = List.of(batch, height, width);
    if (warm.contains(size)) {
      return;
    }
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      try (NDManager scope = newScope()) {
        logits(features(scope.zeros(new Shape(batch, 3, height, width)))).toFloatArray();
      }
    }
    warm.add(size);
  }

  /** A scope for one unit of work on this classifier's device; close it to free its tensors. */
  public NDManager newScope() {
    return encoder.newScope();
  }

  /** The same network without its head: closed with this classifier, and not to be closed alone. */
  public Encoder encoder() {
    return encoder;
  }

  /**
   * The last convolutional map.
   *
   * @param images [B,3,H,W] in [0,1]
   * @return [B,C,h,w]
   */
  public NDArray features(NDArray images) {
    return features.forward(images);
  }

  /**
   * @param map [B,C,h,w]
   * @return [B,K]
   */
  public NDArray logits(NDArray map) {
    return head.forward(map);
  }

  /**
   * @param logits [B,K]
   * @return [B,K] in [0,1], by the bundle's activation
   */
  public NDArray probabilities(NDArray logits) {
    return activation == Activation.SOFTMAX
        ? logits.softmax(1)
        : ai.djl.nn.Activation.sigmoid(logits);
  }

  /**
   * Gradient of a scalar of the logits with respect to the last convolutional map, through the head
   * only.
   *
   * @param map [B,C,h,w]
   * @param scalarOfLogits from logits [B,K] to one number; sum over the batch to get every image's
   *     own gradient at once
   * @return [B,C,h,w]
   */
  public NDArray mapGradient(NDArray map, UnaryOperator<NDArray> scalarOfLogits) {
    return head.gradient(map, scalarOfLogits);
  }

  /**
   * Gradient of a scalar of the logits with respect to the image, through head and features.
   *
   * @param images [B,3,H,W]
   * @param scalarOfLogits as for {@link #mapGradient}
   * @return [B,3,H,W]
   */
  public NDArray imageGradient(NDArray images, UnaryOperator<NDArray> scalarOfLogits) {
    return TorchModule.gradient(
        images, x -> head.forwardForGradient(features.forwardForGradient(x)), scalarOfLogits);
  }

  /** What turns this classifier's logits into probabilities. */
  public Activation activation() {
    return activation;
  }

  /** The linear last layer, when the head is global average pooling and one linear layer. */
  public Optional<LinearHead> linearHead() {
    return Optional.ofNullable(linearHead);
  }

  /** Number of parameters of features and head. */
  public long parameters() {
    return features.parameters() + head.parameters();
  }

  @Override
  public void close() {
    encoder.close();
    head.close();
  }
}

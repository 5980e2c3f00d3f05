package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The features of a bundle on one device: images → last convolutional map A → r = GAP(A). A
 * classifier's head is not loaded; an encoder has none.
 *
 * <p>Results belong to the manager of the argument, as {@link Classifier}'s do. Thread-safe.
 */
public final class Encoder implements AutoCloseable {
  private final TorchModule features;
  private final NDManager manager;

  Encoder(TorchModule features, Device device) {
    this.features = features;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
  }

  /**
   * Loads a classifier's or encoder's {@code features.pt} onto a device.
   *
   * @throws BundleException when the bundle has none, or it cannot be loaded
   */
  public static Encoder load(ModelBundle bundle, Device device) {
    return load(bundle.directory().resolve("features.pt"), device);
  }

  /**
   * Loads a file by itself, without a bundle around it.
   *
   * @throws BundleException when it is missing or cannot be loaded
   */
  public static Encoder load(Path features, Device device) {
    return new Encoder(TorchModule.load(features, device), device);
  }

  /** A scope for one unit of work on this encoder's device; close it to free its tensors. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /**
   * The last convolutional map.
   *
   * @param images [B,3,H,W] in [0,1]
   * @return A, [B,C,h,w]
   * @throws BundleException when the network returns no such map
   */
  public NDArray features(NDArray images) {
    NDArray map = features.forward(images);
    Shape shape = map.getShape();
    if (shape.dimension() != 4 || shape.get(0) != images.getShape().get(0)) {
      throw new BundleException(
          "features.pt: returns "
              + shape
              + ", a map [B,C,h,w] is needed; see telltale model check");
    }
    return map;
  }

  /**
   * The pooled features.
   *
   * @param images [B,3,H,W] in [0,1]
   * @return r = GAP(A), [B,C]
   * @throws BundleException when the network returns no map [B,C,h,w]
   */
  public NDArray pooled(NDArray images) {
    return pool(features(images));
  }

  /**
   * Gradient of a scalar of what {@code features.pt} returns with respect to the images.
   *
   * @param images [B,3,H,W] in [0,1]; not changed
   * @param scalarOfFeatures from A [B,C,h,w] to one number; sum over the batch to get every image's
   *     own gradient at once
   * @return [B,3,H,W]
   */
  public NDArray imageGradient(NDArray images, UnaryOperator<NDArray> scalarOfFeatures) {
    return features.gradient(images, scalarOfFeatures);
  }

  /**
   * Global average pooling.
   *
   * @param map A, [B,C,h,w]
   * @return r, [B,C]
   */
  public static NDArray pool(NDArray map) {
    Shape shape = map.getShape(); // [B,C,h,w]
    return map.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3)).mean(new int[] {2});
  }

  /** Number of parameters. */
  public long parameters() {
    return features.parameters();
  }

  @Override
  public void close() {
    manager.close();
    features.close();
  }
}

package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A network on one device that finds a part of images: images → masks.
 *
 * <p>Results belong to the manager of the images, as {@link Classifier}'s do. Thread-safe.
 */
public final class Segmenter implements AutoCloseable {
  private static final String FILE = "segment.pt";

  private final TorchModule network;
  private final ModelSpec spec;
  private final NDManager manager;

  private Segmenter(TorchModule network, ModelSpec spec, Device device) {
    this.network = network;
    this.spec = spec;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
  }

  /**
   * Loads a segmenter's {@code segment.pt} onto a device.
   *
   * @throws BundleException when the bundle has none, or it cannot be loaded
   */
  public static Segmenter load(ModelBundle bundle, Device device) {
    TorchModule network = TorchModule.load(bundle.directory().resolve(FILE), device);
    return new Segmenter(network, bundle.spec(), device);
  }

  /** A scope for one unit of work on this segmenter's device; close it to free its tensors. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /**
   * How much each pixel belongs to the part.
   *
   * @param images [B,3,H,W] in [0,1], of the bundle's size
   * @return [B,1,H,W] in [0,1]
   * @throws IllegalArgumentException when the images are of another shape or type
   * @throws BundleException when the network fails, or returns something else
   */
  public NDArray masks(NDArray images) {
    Contract.input(FILE, "images", images, Contract.batchOf(images, 3, spec));
    return Contract.unit(FILE, network.forward(images), Contract.batchOf(images, 1, spec));
  }

  /** Number of parameters. */
  public long parameters() {
    return network.parameters();
  }

  @Override
  public void close() {
    manager.close();
    network.close();
  }
}

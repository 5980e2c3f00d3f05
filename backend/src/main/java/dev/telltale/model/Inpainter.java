package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A network on one device that fills holes of images: (images, masks) → images.
 *
 * <p>Results belong to the manager of the images, as {@link Classifier}'s do. Thread-safe.
 */
public final class Inpainter implements AutoCloseable {
  private static final String FILE = "inpaint.pt";

  private final TorchModule network;
  private final ModelSpec spec;
  private final NDManager manager;

  private Inpainter(TorchModule network, ModelSpec spec, Device device) {
    this.network = network;
    this.spec = spec;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
  }

  /**
   * Loads an inpainter's {@code inpaint.pt} onto a device.
   *
   * @throws BundleException when the bundle has none, or it cannot be loaded
   */
  public static Inpainter load(ModelBundle bundle, Device device) {
    TorchModule network = TorchModule.load(bundle.directory().resolve(FILE), device);
    return new Inpainter(network, bundle.spec(), device);
  }

  /** A scope for one unit of work on this inpainter's device; close it to free its tensors. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /**
   * Images with their holes filled. Whether what lies outside of a hole stays as it was is the
   * network's own affair.
   *
   * @param images [B,3,H,W] in [0,1], of the bundle's size
   * @param masks [B,1,H,W], 1 where to fill and 0 elsewhere
   * @return [B,3,H,W] in [0,1]
   * @throws IllegalArgumentException when images or masks are of another shape or type
   * @throws BundleException when the network fails, or returns something else
   */
  public NDArray fill(NDArray images, NDArray masks) {
    Contract.input(FILE, "images", images, Contract.batchOf(images, 3, spec));
    Contract.input(FILE, "masks", masks, Contract.batchOf(images, 1, spec));
    return Contract.unit(FILE, network.forward(images, masks), images.getShape());
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

package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * A classifier's {@code guided.pt} on one device: (images, targets) → what each pixel contributes
 * to its image's target, by the method that {@code model.json} names.
 *
 * <p>The graph was recorded for one number of images. Fewer are filled up with empty ones, more are
 * done in several goes.
 *
 * <p>Results belong to the manager of the images, as {@link Classifier}'s do. Thread-safe.
 */
public final class GuidedSaliency implements AutoCloseable {
  private static final String FILE = "guided.pt";

  private final TorchModule graph;
  private final ModelSpec spec;
  private final ModelSpec.Guided guided;
  private final NDManager manager;

  private GuidedSaliency(
      TorchModule graph, ModelSpec spec, ModelSpec.Guided guided, Device device) {
    this.graph = graph;
    this.spec = spec;
    this.guided = guided;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
  }

  /**
   * Loads a classifier's {@code guided.pt} onto a device.
   *
   * @throws BundleException when the bundle has none, or it cannot be loaded
   */
  public static GuidedSaliency load(ModelBundle bundle, Device device) {
    ModelSpec.Guided guided = bundle.spec().guided();
    if (guided == null) {
      throw new BundleException(
          bundle.directory()
              + ": has no guided saliency; export it with guided.pt, and tell of it in model.json");
    }
    TorchModule graph = TorchModule.load(bundle.directory().resolve(FILE), device);
    return new GuidedSaliency(graph, bundle.spec(), guided, device);
  }

  /** A scope for one unit of work on this graph's device; close it to free its tensors. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /** How the saliency is computed. */
  public ModelSpec.Guided.Method method() {
    return guided.method();
  }

  /**
   * The saliency of one target per image.
   *
   * @param images [B,3,H,W] in [0,1], of the bundle's size; B ≥ 1 as large as one likes
   * @param targets [B], in 0..K−1
   * @return [B,3,H,W]
   * @throws IllegalArgumentException when images or targets do not fit
   * @throws BundleException when the graph fails, or returns something else
   */
  public NDArray saliency(NDArray images, int[] targets) {
    Contract.input(FILE, "images", images, Contract.batchOf(images, 3, spec));
    int count = (int) images.getShape().get(0);
    if (targets.length != count || count == 0) {
      throw new IllegalArgumentException(
          "%s: takes a target for each image, not %d for %d"
              .formatted(FILE, targets.length, count));
    }
    for (int target : targets) {
      if (target < 0 || target >= spec.classes().size()) {
        throw new IllegalArgumentException(
            "%s: takes targets in 0..%d, not %d"
                .formatted(FILE, spec.classes().size() - 1, target));
      }
    }
    try (NDManager scope = images.getManager().newSubManager()) {
      NDList parts = new NDList();
      for (int from = 0; from < count; from += guided.batch()) {
        int to = Math.min(count, from + guided.batch());
        parts.add(go(scope, images.get(from + ":" + to), targets, from, to));
      }
      NDArray all = NDArrays.concat(parts);
      all.attach(images.getManager());
      return all;
    }
  }

  /** One go: the images from, up to and without to. */
  private NDArray go(NDManager scope, NDArray images, int[] targets, int from, int to) {
    int empty = guided.batch() - (to - from);
    Shape whole = new Shape(guided.batch(), 3, spec.height(), spec.width());
    long[] filled = new long[guided.batch()];
    for (int i = from; i < to; i++) {
      filled[i - from] = targets[i];
    }
    images.attach(scope);
    NDArray batch = images;
    if (empty > 0) {
      NDArray nothing = scope.zeros(new Shape(empty, 3, spec.height(), spec.width()));
      batch = images.concat(nothing);
    }
    NDArray saliency = graph.forward(batch, scope.create(filled)); // [N,3,H,W]
    Contract.finite(FILE, saliency, whole);
    return saliency.get("0:" + (to - from));
  }

  /** Number of parameters. */
  public long parameters() {
    return graph.parameters();
  }

  @Override
  public void close() {
    manager.close();
    graph.close();
  }
}

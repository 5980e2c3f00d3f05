package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * One TorchScript file on one device, in evaluation mode, with frozen parameters: forward passes
 * and the gradient of a scalar of its output with respect to its input.
 *
 * <p>DJL's high-level calls corrupt or refuse this quietly, so all engine internals are kept here
 * and in {@link LoadedModule}: {@code Block.forward(…, true)} would switch the module to training
 * mode and rewrite BatchNorm's statistics; the gradient mode belongs to the thread, not to the
 * module; and {@code GradientCollector} holds a lock of the whole JVM.
 *
 * <p>Thread-safe: forward passes and gradients may run on many threads at once.
 */
final class TorchModule implements AutoCloseable {
  private final LoadedModule module;

  private TorchModule(LoadedModule module) {
    this.module = module;
    module.block().freezeParameters(true);
    JniUtils.enableInferenceMode(module.block());
  }

  /**
   * Loads a {@code .pt} file.
   *
   * @throws BundleException when it is missing, no TorchScript module, or of half precision
   */
  static TorchModule load(Path file, Device device) {
    return new TorchModule(LoadedModule.load(file, device));
  }

  /** The output for an input, without gradients, owned by the input's manager. */
  NDArray forward(NDArray input) {
    return module.forward(input, false);
  }

  /** As {@link #forward(NDArray)} of a network that takes two; the first one's manager owns it. */
  NDArray forward(NDArray first, NDArray second) {
    return module.forward(false, first, second);
  }

  /**
   * The gradient of a scalar of the output with respect to the input.
   *
   * @param input [B,…]; not changed
   * @param scalar from the module's output to one number
   * @return [B,…], zero where the scalar does not depend on the input; owned by the input's manager
   */
  NDArray gradient(NDArray input, UnaryOperator<NDArray> scalar) {
    return gradient(input, this::forwardForGradient, scalar);
  }

  /** As {@link #gradient(NDArray, UnaryOperator)}, through any chain of modules. */
  static NDArray gradient(
      NDArray input, UnaryOperator<NDArray> network, UnaryOperator<NDArray> scalar) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try (NDManager scope = input.getManager().newSubManager()) {
      // A fresh leaf per call: gradients accumulate, and an array made without gradients is no
      // leaf.
      NDArray leaf = input.duplicate();
      leaf.attach(scope);
      leaf.setRequiresGradient(true);
      NDArray value = scalar.apply(network.apply(leaf));
      if (value.size() != 1) {
        throw new IllegalArgumentException("a gradient needs one number, not " + value.getShape());
      }
      // Nothing times the input: a scalar that leaves the input out has no graph to walk back.
      // Not mul(0): DJL lends libtorch the number's memory, and takes it back before the gradient.
      NDArray connected = value.add(leaf.sum().mul(scope.zeros(new Shape())));
      JniUtils.backward((PtNDArray) connected, (PtNDArray) connected.onesLike(), false, false);
      NDArray gradient = leaf.getGradient();
      gradient.attach(input.getManager());
      return gradient;
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** The output with its graph kept, for a backward pass on the same thread. */
  NDArray forwardForGradient(NDArray input) {
    return module.forward(input, true);
  }

  /** Number of parameters. */
  long parameters() {
    return module.block().getParameters().values().stream()
        .mapToLong(parameter -> parameter.getArray().size())
        .sum();
  }

  @Override
  public void close() {
    module.close();
  }
}

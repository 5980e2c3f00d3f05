package dev.telltale.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One TorchScript file on one device, in evaluation mode, with frozen parameters: forward passes
 * and the gradient of a scalar of its output with respect to its input.
 *
 * <p>DJL's high-level calls corrupt or refuse this quietly, so all engine internals are kept here:
 * parameters loaded without {@code trainParam} are inference tensors, through which nothing can be
 * differentiated; {@code Block.forward(…, true)} would switch the module to training mode and
 * rewrite BatchNorm's statistics; the gradient mode belongs to the thread, not to the module; and
 * {@code GradientCollector} holds a lock of the whole JVM.
 *
 * <p>Thread-safe: forward passes and gradients may run on many threads at once.
 */
final class TorchModule implements AutoCloseable {
  private final Path file;
  private final Model model;
  private final PtSymbolBlock block;

  private TorchModule(Path file, Model model, PtSymbolBlock block) {
    this.file = file;
    this.model = model;
    this.block = block;
  }

  /**
   * Loads a {@code .pt} file.
   *
   * @throws BundleException when it is missing or no TorchScript module
   */
  static TorchModule load(Path file, Device device) {
    if (!Files.isRegularFile(file)) {
      throw new BundleException(file + ": missing");
    }
    String name = file.getFileName().toString().replaceFirst("\\.pt$", "");
    Model model = Model.newInstance(name, device, "PyTorch");
    try {
      model.load(
          file.toAbsolutePath().getParent(),
          name,
          Map.of("trainParam", "true", "mapLocation", "true"));
      PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
      block.freezeParameters(true);
      JniUtils.enableInferenceMode(block);
      return new TorchModule(file, model, block);
    } catch (IOException | MalformedModelException | EngineException e) {
      model.close();
      throw new BundleException(
          file + ": not a TorchScript module that this libtorch can load: " + firstLine(e), e);
    }
  }

  /** The output for an input, without gradients, owned by the input's manager. */
  NDArray forward(NDArray input) {
    return run(input, false);
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
      NDArray connected = value.add(leaf.sum().mul(0));
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
    return run(input, true);
  }

  /** Number of parameters. */
  long parameters() {
    return block.getParameters().values().stream()
        .mapToLong(parameter -> parameter.getArray().size())
        .sum();
  }

  @Override
  public void close() {
    model.close();
  }

  private NDArray run(NDArray input, boolean keepGraph) {
    NDList output;
    try {
      output = IValueUtils.forward(block, new NDList(input), keepGraph);
    } catch (EngineException e) {
      throw new BundleException(
          file + ": failed on an input of shape " + input.getShape() + ": " + lastLine(e), e);
    }
    if (output.size() != 1) {
      throw new BundleException(file + ": returns " + output.size() + " tensors, one is needed");
    }
    return output.singletonOrThrow();
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  /** TorchScript's traceback ends with the error itself. */
  private static String lastLine(Throwable e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> line.contains("Error"))
        .reduce((a, b) -> b)
        .orElseGet(() -> firstLine(e))
        .strip();
  }
}

package dev.telltale.model;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A TorchScript file as libtorch has it on one device: each parameter wants a gradient or not as
 * the file says.
 *
 * <p>Not by DJL's {@code Model.load}: that has either all parameters want one, or makes them
 * inference tensors, through which nothing can be differentiated.
 */
final class LoadedModule implements AutoCloseable {
  private final Path file;
  private final NDManager manager;
  private final PtSymbolBlock block;

  private LoadedModule(Path file, NDManager manager, PtSymbolBlock block) {
    this.file = file;
    this.manager = manager;
    this.block = block;
  }

  /**
   * Loads a {@code .pt} file.
   *
   * @throws BundleException when it is missing, no TorchScript module, or of half precision
   */
  static LoadedModule load(Path file, Device device) {
    if (!Files.isRegularFile(file)) {
      throw new BundleException(file + ": missing");
    }
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try {
      String[] none = {};
      PtSymbolBlock block =
          JniUtils.loadModule((PtNDManager) manager, file, true, none, none, true);
      refuseHalf(file, block);
      return new LoadedModule(file, manager, block);
    } catch (BundleException e) {
      manager.close();
      throw e;
    } catch (EngineException e) {
      manager.close();
      throw new BundleException(
          file + ": not a TorchScript module that this libtorch can load: " + firstLine(e), e);
    }
  }

  /** The engine's module, for what only the engine can do with it. */
  PtSymbolBlock block() {
    return block;
  }

  /**
   * The output for an input, owned by the input's manager.
   *
   * @param keepGraph whether a backward pass follows, on the same thread
   * @throws BundleException when the network cannot take the input, or returns several tensors
   */
  NDArray forward(NDArray input, boolean keepGraph) {
    return forward(keepGraph, input);
  }

  /** As {@link #forward(NDArray, boolean)} of several inputs; the first one's manager owns it. */
  NDArray forward(boolean keepGraph, NDArray... inputs) {
    NDList output;
    try {
      output = IValueUtils.forward(block, new NDList(inputs), keepGraph);
    } catch (EngineException e) {
      String shapes =
          Stream.of(inputs)
              .map(input -> input.getShape().toString())
              .collect(Collectors.joining(" and "));
      throw new BundleException(
          file + ": failed on an input of shape " + shapes + ": " + lastLine(e), e);
    }
    if (output.size() != 1) {
      throw new BundleException(file + ": returns " + output.size() + " tensors, one is needed");
    }
    return output.singletonOrThrow();
  }

  @Override
  public void close() {
    manager.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }

  /** Named here: libtorch itself would only say of some layer that two types differ. */
  private static void refuseHalf(Path file, PtSymbolBlock block) {
    block
        .getParameters()
        .forEach(
            entry -> {
              DataType type = entry.getValue().getArray().getDataType();
              // DJL has no name for bfloat16, which is what UNKNOWN is in practice.
              if (type == DataType.FLOAT16 || type == DataType.UNKNOWN) {
                throw new BundleException(
                    "%s: is of half precision (%s is %s); export it after .float()"
                        .formatted(
                            file,
                            entry.getKey(),
                            type == DataType.UNKNOWN ? "bfloat16 or rarer" : Contract.name(type)));
              }
            });
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

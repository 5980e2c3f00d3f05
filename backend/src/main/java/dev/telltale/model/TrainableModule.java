package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One scripted TorchScript file whose parameters are to be changed. Belongs to one thread, whose
 * gradient mode it switches.
 */
public final class TrainableModule implements AutoCloseable {
  private final LoadedModule module;
  private final List<Parameter> parameters;

  /**
   * A parameter.
   *
   * @param name as the module has it, such as {@code stem.weight}
   * @param values the module's own: what is written into them, it computes with
   * @param trainable whether gradients are taken of it; not, where the file has it frozen ({@code
   *     requires_grad} is false)
   */
  public record Parameter(String name, NDArray values, boolean trainable) {

    /** What {@link Gradients#backward} found, if it is trainable; belongs to the caller. */
    public NDArray gradient() {
      return values.getGradient();
    }
  }

  private TrainableModule(LoadedModule module) {
    this.module = module;
    List<Parameter> found = new ArrayList<>();
    for (var entry : module.block().getParameters()) {
      NDArray values = entry.getValue().getArray();
      boolean trainable = JniUtils.requiresGrad((PtNDArray) values);
      found.add(new Parameter(entry.getKey(), values, trainable));
    }
    this.parameters = List.copyOf(found);
  }

  /**
   * Loads a {@code .pt} file.
   *
   * @throws BundleException when it is missing or no TorchScript module
   */
  public static TrainableModule load(Path file, Device device) {
    return new TrainableModule(LoadedModule.load(file, device));
  }

  /** The parameters, frozen ones too, in the module's order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Batch normalisation uses, and keeps, the statistics of each batch; dropout drops. */
  public void trainingMode() {
    JniUtils.enableTrainingMode(module.block());
  }

  /** Batch normalisation uses what it kept; nothing is dropped or kept. */
  public void evaluationMode() {
    JniUtils.enableInferenceMode(module.block());
  }

  /**
   * The output; with its graph where {@link Gradients} are recorded. Belongs to the input's
   * manager.
   *
   * @throws BundleException when the network cannot take the input
   */
  public NDArray forward(NDArray input) {
    // The graph optimiser watches the first runs and then computes otherwise, to other last bits: a
    // training that is killed and goes on would not be the same. The switch is this thread's own.
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return module.forward(input, true);
    } finally {
      JniUtils.setGraphExecutorOptimize(true);
    }
  }

  /** Forgets the gradients. */
  public void zeroGradients() {
    for (Parameter parameter : parameters) {
      if (parameter.trainable()) {
        JniUtils.zeroGrad((PtNDArray) parameter.values());
      }
    }
  }

  /**
   * The module as TorchScript, with its parameters and statistics as they are now; the same ones
   * give the same bytes.
   */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JniUtils.writeModule(module.block(), out, false);
    return TorchScriptArchive.plain(out.toByteArray());
  }

  /** Writes {@link #bytes} into a file. */
  public void save(Path to) throws IOException {
    Files.write(to, bytes());
  }

  @Override
  public void close() {
    module.close();
  }

  @Override
  public String toString() {
    return "TrainableModule[" + module + "]";
  }
}

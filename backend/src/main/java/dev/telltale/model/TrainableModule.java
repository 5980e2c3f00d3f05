package dev.telltale.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One scripted TorchScript file whose parameters are to be changed. Belongs to one thread, whose
 * gradient mode it switches.
 */
public final class TrainableModule implements AutoCloseable {
  private final Path file;
  private final Model model;
  private final PtSymbolBlock block;
  private final List<Parameter> parameters;

  /**
   * A parameter.
   *
   * @param name as the module has it, such as {@code stem.weight}
   * @param values the module's own: what is written into them, it computes with
   */
  public record Parameter(String name, NDArray values) {

    /** What {@link Gradients#backward} found; belongs to the caller. */
    public NDArray gradient() {
      return values.getGradient();
    }
  }

  private TrainableModule(Path file, Model model, PtSymbolBlock block) {
    this.file = file;
    this.model = model;
    this.block = block;
    List<Parameter> found = new ArrayList<>();
    block
        .getParameters()
        .forEach(entry -> found.add(new Parameter(entry.getKey(), entry.getValue().getArray())));
    this.parameters = List.copyOf(found);
  }

  /**
   * Loads a {@code .pt} file.
   *
   * @throws BundleException when it is missing or no TorchScript module
   */
  public static TrainableModule load(Path file, Device device) {
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
      return new TrainableModule(file, model, (PtSymbolBlock) model.getBlock());
    } catch (IOException | MalformedModelException | EngineException e) {
      model.close();
      throw new BundleException(
          file + ": not a TorchScript module that this libtorch can load: " + e.getMessage(), e);
    }
  }

  /** The parameters that gradients are taken of, in the module's order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Batch normalisation uses, and keeps, the statistics of each batch; dropout drops. */
  public void trainingMode() {
    JniUtils.enableTrainingMode(block);
  }

  /** Batch normalisation uses what it kept; nothing is dropped or kept. */
  public void evaluationMode() {
    JniUtils.enableInferenceMode(block);
  }

  /**
   * The output; with its graph where {@link Gradients} are recorded. Belongs to the input's
   * manager.
   */
  public NDArray forward(NDArray input) {
    return IValueUtils.forward(block, new NDList(input), true).singletonOrThrow();
  }

  /** Forgets the gradients. */
  public void zeroGradients() {
    parameters.forEach(parameter -> JniUtils.zeroGrad((PtNDArray) parameter.values()));
  }

  /** Writes the module as TorchScript, with its parameters and statistics as they are now. */
  public void save(Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to)) {
      JniUtils.writeModule(block, out, false);
    }
  }

  @Override
  public void close() {
    model.close();
  }

  @Override
  public String toString() {
    return "TrainableModule[" + file + "]";
  }
}

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
   *
   * @throws BundleException when the network cannot take the input
   */
  public NDArray forward(NDArray input) {
    // The graph optimiser watches the first runs and then computes otherwise, to other last bits: a
    // training that is killed and goes on would not be the same. The switch is this thread's own.
    JniUtils.setGraphExecutorOptimize(false);
    try {
      return IValueUtils.forward(block, new NDList(input), true).singletonOrThrow();
    } catch (EngineException e) {
      throw new BundleException(
          file + ": failed on an input of shape " + input.getShape() + ": " + error(e), e);
    } finally {
      JniUtils.setGraphExecutorOptimize(true);
    }
  }

  /** Forgets the gradients. */
  public void zeroGradients() {
    parameters.forEach(parameter -> JniUtils.zeroGrad((PtNDArray) parameter.values()));
  }

  /**
   * The module as TorchScript, with its parameters and statistics as they are now; the same ones
   * give the same bytes.
   */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JniUtils.writeModule(block, out, false);
    return TorchScriptArchive.plain(out.toByteArray());
  }

  /** Writes {@link #bytes} into a file. */
  public void save(Path to) throws IOException {
    Files.write(to, bytes());
  }

  @Override
  public void close() {
    model.close();
  }

  /** TorchScript's traceback ends with the error itself. */
  private static String error(EngineException e) {
    String said = String.valueOf(e.getMessage());
    return said.lines()
        .filter(line -> line.contains("Error"))
        .reduce((a, b) -> b)
        .orElse(said.lines().findFirst().orElse(""))
        .strip();
  }

  @Override
  public String toString() {
    return "TrainableModule[" + file + "]";
  }
}

package dev.telltale.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.BundleException;
import dev.telltale.model.Gradients;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ScriptedCode;
import dev.telltale.model.TorchScriptHead;
import dev.telltale.model.TrainableModule;
import dev.telltale.model.TrainableModule.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two modules, one after the other: features and head, or encoder and decoder. One thread's. */
final class Network implements AutoCloseable {
  static final String FEATURES = "features.pt";
  static final String HEAD = "head.pt";
  static final String ENCODER = "encoder.pt";
  static final String DECODER = "decoder.pt";

  private static final Logger LOG = LoggerFactory.getLogger(Network.class);

  private final Map<String, TrainableModule> modules;
  private final List<TrainableModule> chain;

  private Network(Map<String, TrainableModule> modules) {
    this.modules = modules;
    this.chain = List.copyOf(modules.values());
  }

  /** The files of a network that must be there to begin with. */
  static List<String> given(boolean autoencoder) {
    return autoencoder ? List.of(ENCODER, DECODER) : List.of(FEATURES);
  }

  /**
   * The network that a training begins with.
   *
   * @param outputs of the new head; 0 for an autoencoder
   * @throws BundleException if a file is missing or no scripted network for such images, or all
   *     parameters are frozen
   */
  static Network start(StartNetwork start, int outputs, long seed, Device device) {
    SplittableRandom seeds = new SplittableRandom(seed);
    Map<String, TrainableModule> modules = new LinkedHashMap<>();
    try {
      for (String file : given(outputs == 0)) {
        TrainableModule module = TrainableModule.load(start.directory().resolve(file), device);
        modules.put(file, module);
        ScriptedCode.refuseTraced(start.directory().resolve(file));
        tellFrozen(start.directory().resolve(file), module);
        if (start.drawn()) {
          drawn(start.directory().resolve(file), module, seeds.nextLong());
        }
      }
      if (outputs > 0) {
        int channels = channels(start, modules.get(FEATURES), device);
        TrainableModule head = head(outputs, channels, device);
        modules.put(HEAD, head);
        Initialisation.draw(head.parameters(), seeds.nextLong());
      } else {
        refuseOtherSize(start, modules, device);
      }
      Network network = new Network(modules);
      if (network.parameters().isEmpty()) {
        throw new BundleException(
            start.directory()
                + ": every parameter is frozen (requires_grad is False), so nothing would be learnt;"
                + " save the network with some that are not");
      }
      return network;
    } catch (RuntimeException e) {
      modules.values().forEach(TrainableModule::close);
      throw e;
    }
  }

  /** The network of a checkpoint: all its modules lie in one directory. */
  static Network load(Path directory, boolean autoencoder, Device device) {
    Map<String, TrainableModule> modules = new LinkedHashMap<>();
    try {
      for (String file : autoencoder ? List.of(ENCODER, DECODER) : List.of(FEATURES, HEAD)) {
        modules.put(file, TrainableModule.load(directory.resolve(file), device));
      }
      return new Network(modules);
    } catch (RuntimeException e) {
      modules.values().forEach(TrainableModule::close);
      throw e;
    }
  }

  /**
   * The parameters that are learnt, of one module after the other; frozen ones stay as they are.
   */
  List<Parameter> parameters() {
    return chain.stream()
        .flatMap(module -> module.parameters().stream())
        .filter(Parameter::trainable)
        .toList();
  }

  void trainingMode() {
    chain.forEach(TrainableModule::trainingMode);
  }

  void evaluationMode() {
    chain.forEach(TrainableModule::evaluationMode);
  }

  void zeroGradients() {
    chain.forEach(TrainableModule::zeroGradients);
  }

  /** The map, or the latent code. */
  NDArray first(NDArray images) {
    return chain.get(0).forward(images);
  }

  /** What comes out for a map, or a latent code. */
  NDArray second(NDArray inner) {
    return chain.get(1).forward(inner);
  }

  NDArray forward(NDArray images) {
    return second(first(images));
  }

  /** The modules' files, as they are in evaluation mode. */
  Map<String, byte[]> files() {
    evaluationMode();
    Map<String, byte[]> files = new LinkedHashMap<>();
    modules.forEach((name, module) -> files.put(name, module.bytes()));
    return files;
  }

  /** Whether every learnt parameter is a finite number. */
  boolean isFinite() {
    return Gradients.unrecorded(
        () ->
            parameters().stream()
                .allMatch(
                    parameter -> {
                      try (NDArray sum = parameter.values().sum()) {
                        return Float.isFinite(sum.getFloat());
                      }
                    }));
  }

  @Override
  public void close() {
    chain.forEach(TrainableModule::close);
  }

  /** It decides what is learnt, and nobody may have meant it: files are saved so for use alone. */
  private static void tellFrozen(Path file, TrainableModule module) {
    int all = module.parameters().size();
    long frozen = module.parameters().stream().filter(one -> !one.trainable()).count();
    if (frozen > 0) {
      LOG.warn(
          "{}: {} of {} parameters are frozen (requires_grad is False) and keep their values",
          file,
          frozen,
          all);
    }
  }

  private static void drawn(Path file, TrainableModule module, long seed) {
    try {
      Initialisation.draw(module.parameters(), seed);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "%s: its weights cannot be drawn (%s); begin with its own by --keep-weights"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Strides that do not divide the size, say, give back another one. */
  private static void refuseOtherSize(
      StartNetwork start, Map<String, TrainableModule> modules, Device device) {
    modules.values().forEach(TrainableModule::evaluationMode);
    Shape image = new Shape(1, 3, start.height(), start.width());
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      Shape back =
          Gradients.unrecorded(
                  () ->
                      modules
                          .get(DECODER)
                          .forward(modules.get(ENCODER).forward(manager.zeros(image))))
              .getShape();
      if (!back.equals(image)) {
        throw new BundleException(
            "%s: of an image %s encoder and decoder give back %s; give a --size that they can give back"
                .formatted(start.directory(), image, back));
      }
    }
  }

  private static int channels(StartNetwork start, TrainableModule features, Device device) {
    features.evaluationMode();
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray nothing = manager.zeros(new Shape(1, 3, start.height(), start.width()));
      Shape shape = Gradients.unrecorded(() -> features.forward(nothing)).getShape();
      if (shape.dimension() != 4 || shape.get(0) != 1) {
        throw new BundleException(
            "%s: returns %s, a map [B,C,h,w] is needed"
                .formatted(start.directory().resolve(FEATURES), shape));
      }
      return (int) shape.get(1);
    }
  }

  private static TrainableModule head(int outputs, int channels, Device device) {
    try {
      Path directory = Files.createTempDirectory("telltale-head");
      Path file = directory.resolve(HEAD);
      try {
        LinearHead zero = new LinearHead(new float[outputs][channels], new float[outputs]);
        TorchScriptHead.write(zero, file);
        return TrainableModule.load(file, device);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new TrainingException("the head cannot be written: " + e.getMessage(), e);
    }
  }
}

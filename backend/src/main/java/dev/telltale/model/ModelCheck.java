package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A dry run of a classifier, encoder or autoencoder bundle: shapes, class count, finite numbers,
 * the linear head, speed.
 *
 * @param faults one line each; empty when the bundle can be used
 * @param facts name and value of what was found, in the order to show them
 */
public record ModelCheck(List<String> faults, List<Fact> facts) {
  private static final int BATCH = 2;
  private static final int TIMED_RUNS = 9;
  private static final double HEAD_TOLERANCE = 1e-3;

  /**
   * @param name what it is
   * @param value its value for people
   */
  public record Fact(String name, String value) {}

  /** Checks a bundle on a device. Never throws for a bad bundle: what is wrong becomes a fault. */
  public static ModelCheck of(Path directory, Devices.Slot slot) {
    List<String> faults = new ArrayList<>();
    List<Fact> facts = new ArrayList<>();
    try {
      ModelBundle bundle = ModelBundle.read(directory);
      ModelSpec spec = bundle.spec();
      facts.add(new Fact("name", spec.name()));
      facts.add(new Fact("hash", bundle.hash()));
      facts.add(new Fact("device", slot.name()));
      switch (spec.kind()) {
        case CLASSIFIER -> classifier(bundle, slot.device(), faults, facts);
        case ENCODER -> encoder(bundle, slot.device(), faults, facts);
        case AUTOENCODER -> autoencoder(bundle, slot.device(), faults, facts);
        default ->
            faults.add(
                "%s: classifiers, encoders and autoencoders can be checked; this is a %s"
                    .formatted(directory, spec.kind().name().toLowerCase(Locale.ROOT)));
      }
    } catch (BundleException e) {
      faults.add(e.getMessage());
    }
    return new ModelCheck(faults, facts);
  }

  private static void classifier(
      ModelBundle bundle, Device device, List<String> faults, List<Fact> facts) {
    try (Classifier classifier = Classifier.load(bundle, device);
        NDManager scope = classifier.newScope()) {
      facts.add(parameters(classifier.parameters()));
      NDArray images = images(bundle.spec(), scope, device, facts);
      NDArray map = classifier.features(images);
      if (isMap(map, "features", faults, facts)) {
        head(bundle.spec(), classifier, images, map, faults, facts);
      }
    }
  }

  private static void encoder(
      ModelBundle bundle, Device device, List<String> faults, List<Fact> facts) {
    try (TorchModule features = module(bundle, "features.pt", device);
        NDManager scope = NDManager.newBaseManager(device, "PyTorch")) {
      facts.add(parameters(features.parameters()));
      NDArray images = images(bundle.spec(), scope, device, facts);
      NDArray map = features.forward(images);
      if (isMap(map, "features", faults, facts)) {
        finite("features.pt", map, faults);
        facts.add(speed(images, features::forward));
      }
    }
  }

  private static void autoencoder(
      ModelBundle bundle, Device device, List<String> faults, List<Fact> facts) {
    try (TorchModule encoder = module(bundle, "encoder.pt", device);
        TorchModule decoder = module(bundle, "decoder.pt", device);
        NDManager scope = NDManager.newBaseManager(device, "PyTorch")) {
      facts.add(parameters(encoder.parameters() + decoder.parameters()));
      NDArray images = images(bundle.spec(), scope, device, facts);
      NDArray code = encoder.forward(images);
      facts.add(new Fact("latent", code.getShape().toString()));
      finite("encoder.pt", code, faults);
      NDArray decoded = decoder.forward(code);
      if (!decoded.getShape().equals(images.getShape())) {
        faults.add(
            "decoder.pt: returns %s for images of %s"
                .formatted(decoded.getShape(), images.getShape()));
        return;
      }
      finite("decoder.pt", decoded, faults);
      if (decoded.min().getFloat() < 0 || decoded.max().getFloat() > 1) {
        faults.add("decoder.pt: returns values beyond [0,1], which are no images");
      }
      gradient("decoder.pt", () -> decoder.gradient(code, made -> made.square().sum()), faults);
      facts.add(speed(images, x -> decoder.forward(encoder.forward(x))));
    }
  }

  private static TorchModule module(ModelBundle bundle, String file, Device device) {
    return TorchModule.load(bundle.directory().resolve(file), device);
  }

  private static Fact parameters(long count) {
    return new Fact("parameters", String.format("%,d", count));
  }

  private static NDArray images(ModelSpec spec, NDManager scope, Device device, List<Fact> facts) {
    NDArray images =
        scope.randomUniform(
            0, 1, new Shape(BATCH, 3, spec.height(), spec.width()), DataType.FLOAT32, device);
    facts.add(new Fact("input", images.getShape() + " in [0,1]"));
    return images;
  }

  private static boolean isMap(NDArray map, String name, List<String> faults, List<Fact> facts) {
    Shape shape = map.getShape();
    facts.add(new Fact(name, shape.toString()));
    if (shape.dimension() == 4 && shape.get(0) == BATCH) {
      return true;
    }
    faults.add(name + ".pt: returns " + shape + ", a map [B,C,h,w] is needed");
    return false;
  }

  private static void head(
      ModelSpec spec,
      Classifier classifier,
      NDArray images,
      NDArray map,
      List<String> faults,
      List<Fact> facts) {
    NDArray logits = classifier.logits(map);
    facts.add(new Fact("logits", logits.getShape().toString()));
    if (logits.getShape().dimension() != 2 || logits.getShape().get(0) != BATCH) {
      faults.add("head.pt: returns " + logits.getShape() + ", logits [B,K] are needed");
      return;
    }
    if (logits.getShape().get(1) != spec.classes().size()) {
      faults.add(
          String.format(
              "model.json: names %d classes, but head.pt returns %d logits",
              spec.classes().size(), logits.getShape().get(1)));
    }
    finite("features.pt", map, faults);
    finite("head.pt", logits, faults);
    gradient("head.pt", () -> classifier.mapGradient(map, y -> y.abs().sum()), faults);
    LinearHead linear = linearHead(classifier, map, logits, faults);
    facts.add(
        new Fact("head", linear == null ? "general (gradients by autograd)" : "GAP + linear"));
    facts.add(speed(images, x -> classifier.logits(classifier.features(x))));
  }

  private static void finite(String file, NDArray array, List<String> faults) {
    for (float value : array.toFloatArray()) {
      if (!Float.isFinite(value)) {
        faults.add(file + ": returns " + value + " for a random image; its weights may be damaged");
        return;
      }
    }
  }

  private static void gradient(String file, Supplier<NDArray> computed, List<String> faults) {
    try {
      NDArray gradient = computed.get();
      finite(file + " (gradient)", gradient, faults);
      if (gradient.abs().max().getFloat() == 0) {
        faults.add(
            file + ": its output does not depend on its input; GradCAM would be zero everywhere");
      }
    } catch (RuntimeException e) {
      faults.add(file + ": cannot be differentiated: " + e.getMessage());
    }
  }

  private static @Nullable LinearHead linearHead(
      Classifier classifier, NDArray map, NDArray logits, List<String> faults) {
    LinearHead head = classifier.linearHead().orElse(null);
    if (head == null) {
      return null;
    }
    long channels = map.getShape().get(1);
    long classes = logits.getShape().get(1);
    if (head.channels() != channels || head.classes() != classes) {
      faults.add(
          String.format(
              "head.json: weight is %d × %d, the network needs %d × %d",
              head.classes(), head.channels(), classes, channels));
      return head;
    }
    float[] pooled = map.mean(new int[] {3}).mean(new int[] {2}).get(new NDIndex(0)).toFloatArray();
    float[] want = logits.get(new NDIndex(0)).toFloatArray();
    double worst = 0;
    for (int k = 0; k < want.length; k++) {
      double got = head.bias()[k];
      for (int c = 0; c < pooled.length; c++) {
        got += (double) head.weight()[k][c] * pooled[c];
      }
      worst = Math.max(worst, Math.abs(got - want[k]) / (1 + Math.abs(want[k])));
    }
    if (worst > HEAD_TOLERANCE) {
      faults.add(
          String.format(
              "head.json: disagrees with head.pt by %.2g; remove it or export it again", worst));
    }
    return head;
  }

  private static Fact speed(NDArray images, UnaryOperator<NDArray> network) {
    double[] millis = new double[TIMED_RUNS];
    for (int i = 0; i < TIMED_RUNS; i++) {
      try (NDManager scope = images.getManager().newSubManager()) {
        NDArray input = images.duplicate();
        input.attach(scope);
        long start = System.nanoTime();
        network.apply(input).toFloatArray();
        millis[i] = (System.nanoTime() - start) / 1e6 / BATCH;
      }
    }
    Arrays.sort(millis);
    return new Fact("ms/image", String.format("%.1f", millis[TIMED_RUNS / 2]));
  }
}

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
import org.jspecify.annotations.Nullable;

/**
 * A dry run of a classifier bundle: shapes, class count, finite numbers, the linear head, speed.
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
      if (spec.kind() != ModelSpec.Kind.CLASSIFIER) {
        faults.add(directory + ": only classifiers can be checked; this is a " + spec.kind());
        return new ModelCheck(faults, facts);
      }
      try (Classifier classifier = Classifier.load(bundle, slot.device());
          NDManager scope = classifier.newScope()) {
        run(bundle, classifier, scope, slot.device(), faults, facts);
      }
    } catch (BundleException e) {
      faults.add(e.getMessage());
    }
    return new ModelCheck(faults, facts);
  }

  private static void run(
      ModelBundle bundle,
      Classifier classifier,
      NDManager scope,
      Device device,
      List<String> faults,
      List<Fact> facts) {
    ModelSpec spec = bundle.spec();
    facts.add(new Fact("parameters", String.format("%,d", classifier.parameters())));
    NDArray images =
        scope.randomUniform(
            0, 1, new Shape(BATCH, 3, spec.height(), spec.width()), DataType.FLOAT32, device);
    facts.add(new Fact("input", images.getShape() + " in [0,1]"));
    NDArray map = classifier.features(images);
    facts.add(new Fact("features", map.getShape().toString()));
    Shape shape = map.getShape();
    if (shape.dimension() != 4 || shape.get(0) != BATCH) {
      faults.add("features.pt: returns " + shape + ", a map [B,C,h,w] is needed");
      return;
    }
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
    gradient(classifier, map, faults);
    LinearHead linear = linearHead(classifier, map, logits, faults);
    facts.add(
        new Fact("head", linear == null ? "general (gradients by autograd)" : "GAP + linear"));
    facts.add(new Fact("ms/image", String.format("%.1f", millisPerImage(classifier, images))));
  }

  private static void finite(String file, NDArray array, List<String> faults) {
    for (float value : array.toFloatArray()) {
      if (!Float.isFinite(value)) {
        faults.add(file + ": returns " + value + " for a random image; its weights may be damaged");
        return;
      }
    }
  }

  private static void gradient(Classifier classifier, NDArray map, List<String> faults) {
    try {
      NDArray gradient = classifier.mapGradient(map, logits -> logits.abs().sum());
      finite("head.pt (gradient)", gradient, faults);
      if (gradient.abs().max().getFloat() == 0) {
        faults.add(
            "head.pt: its logits do not depend on the map; GradCAM would be zero everywhere");
      }
    } catch (RuntimeException e) {
      faults.add("head.pt: cannot be differentiated: " + e.getMessage());
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

  private static double millisPerImage(Classifier classifier, NDArray images) {
    double[] millis = new double[TIMED_RUNS];
    for (int i = 0; i < TIMED_RUNS; i++) {
      try (NDManager scope = classifier.newScope()) {
        NDArray input = images.duplicate();
        input.attach(scope);
        long start = System.nanoTime();
        classifier.logits(classifier.features(input)).toFloatArray();
        millis[i] = (System.nanoTime() - start) / 1e6 / BATCH;
      }
    }
    Arrays.sort(millis);
    return millis[TIMED_RUNS / 2];
  }
}

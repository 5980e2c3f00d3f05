package dev.telltale.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {
  private static final int SIDE = 64;
  private static final int IMAGE = 3 * SIDE * SIDE;

  @ParameterizedTest
  @ValueSource(strings = {"gradcam_linear", "gradcam_mlp"})
  void theLogitsAreThoseOfPyTorch(String name) {
    Golden golden = Golden.attentionIou(name);
    try (Classifier classifier = golden.classifier();
        NDManager scope = classifier.newScope()) {
      float[] logits = classifier.logits(classifier.features(images(golden, scope))).toFloatArray();
      assertThat(logits).containsExactly(golden.logits(), within(1e-4f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gradcam_linear", "gradcam_mlp"})
  void theGradientOverTheMapIsThatOfFiniteDifferences(String name) {
    Golden golden = Golden.attentionIou(name);
    try (Classifier classifier = golden.classifier();
        NDManager scope = classifier.newScope()) {
      NDArray map = classifier.features(images(golden, scope));
      UnaryOperator<NDArray> scalar = logits -> logits.square().sum();
      assertSlopesAgree(
          map,
          classifier.mapGradient(map, scalar),
          at -> scalar.apply(classifier.logits(at)).getFloat());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gradcam_linear", "gradcam_mlp"})
  void theGradientOverTheImageIsThatOfFiniteDifferences(String name) {
    Golden golden = Golden.attentionIou(name);
    try (Classifier classifier = golden.classifier();
        NDManager scope = classifier.newScope()) {
      NDArray images = images(golden, scope);
      UnaryOperator<NDArray> scalar = logits -> logits.square().sum();
      assertSlopesAgree(
          images,
          classifier.imageGradient(images, scalar),
          at -> scalar.apply(classifier.logits(classifier.features(at))).getFloat());
    }
  }

  @Test
  void theGradientOfALogitOfALinearHeadIsItsWeightSpreadOverTheMap() {
    ModelBundle bundle = ModelBundle.read(Bundles.BIRDS);
    LinearHead head = bundle.linearHead().orElseThrow();
    try (Classifier classifier = Classifier.load(bundle, Device.cpu());
        NDManager scope = classifier.newScope()) {
      NDArray map = classifier.features(noise(scope, 2));
      long area = map.getShape().get(2) * map.getShape().get(3);
      for (int k = 0; k < head.classes(); k++) {
        int logit = k;
        float[] gradient =
            classifier.mapGradient(map, y -> y.get(":, " + logit).sum()).toFloatArray();
        for (int i = 0; i < gradient.length; i++) {
          int channel = (int) (i / area % head.channels());
          assertThat(gradient[i]).isEqualTo(head.weight()[k][channel] / area, within(1e-7f));
        }
      }
    }
  }

  @Test
  void theGradientOfWhatDoesNotDependOnTheMapIsZero() {
    try (Classifier classifier = Golden.attentionIou("gradcam_mlp").classifier();
        NDManager scope = classifier.newScope()) {
      NDArray map = classifier.features(noise(scope, 1));
      assertThat(classifier.mapGradient(map, y -> scope.create(3f)).toFloatArray()).containsOnly(0);
      assertThatThrownBy(() -> classifier.mapGradient(map, y -> y))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one number");
    }
  }

  @Test
  void eightThreadsAtOnceGetWhatOneGets() throws Exception {
    try (Classifier classifier = Golden.attentionIou("gradcam_mlp").classifier()) {
      List<float[]> alone = new ArrayList<>();
      for (int seed = 0; seed < 8; seed++) {
        alone.add(featuresAndGradients(classifier, seed));
      }
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<float[]>> together = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
          int seed = i % 8;
          together.add(threads.submit(() -> featuresAndGradients(classifier, seed)));
        }
        for (int i = 0; i < together.size(); i++) {
          assertThat(together.get(i).get()).isEqualTo(alone.get(i % 8));
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void gradientsLeaveTheNetworkAsItWas() {
    try (Classifier classifier = birds();
        NDManager scope = classifier.newScope()) {
      NDArray images = noise(scope, 4);
      float[] before = classifier.logits(classifier.features(images)).toFloatArray();
      for (int i = 0; i < 20; i++) {
        classifier.imageGradient(images, y -> y.square().sum());
        classifier.mapGradient(classifier.features(images), y -> y.abs().sum());
      }
      // BatchNorm in training mode would have moved its statistics, and with them every logit.
      assertThat(classifier.logits(classifier.features(images)).toFloatArray()).isEqualTo(before);
    }
  }

  @Test
  void nativeMemoryIsFlatOverHundredsOfGradients() throws IOException {
    try (Classifier classifier = birds()) {
      gradients(classifier, 20);
      long before = residentKilobytes();
      gradients(classifier, 80);
      // A map and its gradient are 4 MB each: kept, 640 MB.
      assertThat(residentKilobytes() - before).isLessThan(150_000);
    }
  }

  @Test
  void probabilitiesFollowTheActivation(@TempDir Path directory) throws IOException {
    Path sigmoid = Bundles.birdsWithout(directory.resolve("sigmoid"));
    Path json = sigmoid.resolve("model.json");
    Files.writeString(json, Files.readString(json).replace("softmax", "sigmoid"));
    try (Classifier softmax = birds();
        Classifier attributes = Classifier.load(ModelBundle.read(sigmoid), Device.cpu());
        NDManager scope = softmax.newScope()) {
      NDArray logits = scope.create(new float[] {0, 2}, new Shape(1, 2));
      double e = Math.exp(2);
      assertThat(softmax.probabilities(logits).toFloatArray())
          .containsExactly(
              new float[] {(float) (1 / (1 + e)), (float) (e / (1 + e))}, within(1e-6f));
      assertThat(attributes.probabilities(logits).toFloatArray())
          .containsExactly(new float[] {0.5f, (float) (e / (1 + e))}, within(1e-6f));
      assertThat(attributes.activation()).isEqualTo(Activation.SIGMOID);
    }
  }

  @Test
  void aClosedClassifierHoldsNoScopes() {
    Classifier classifier = birds();
    NDManager scope = classifier.newScope();
    classifier.close();
    assertThat(scope.isOpen()).isFalse();
  }

  /** Along many directions, so that rounding of single numbers does not hide the slope. */
  private static void assertSlopesAgree(
      NDArray at, NDArray gradient, ToDoubleFunction<NDArray> value) {
    float[] slope = gradient.toFloatArray();
    assertThat(gradient.getShape()).isEqualTo(at.getShape());
    Random random = new Random(11);
    for (int trial = 0; trial < 6; trial++) {
      float[] direction = new float[slope.length];
      double norm = 0;
      for (int i = 0; i < slope.length; i++) {
        direction[i] = random.nextBoolean() ? slope[i] : 0;
        norm += (double) direction[i] * direction[i];
      }
      norm = Math.sqrt(norm);
      float step = (float) (2e-2 / norm);
      try (NDManager scope = at.getManager().newSubManager()) {
        NDArray move = scope.create(direction, at.getShape()).mul(step);
        Function<NDArray, NDArray> here =
            array -> {
              array.attach(scope);
              return array;
            };
        double up = value.applyAsDouble(here.apply(at.add(move)));
        double down = value.applyAsDouble(here.apply(at.sub(move)));
        assertThat((up - down) / (2 * 2e-2)).isCloseTo(norm, within(0.02 * norm));
      }
    }
  }

  private static float[] featuresAndGradients(Classifier classifier, int seed) {
    try (NDManager scope = classifier.newScope()) {
      NDArray image = noise(scope, 1, seed);
      NDArray map = classifier.features(image);
      return map.flatten()
          .concat(classifier.mapGradient(map, y -> y.get(":, 1").sum()).flatten())
          .concat(classifier.imageGradient(image, y -> y.get(":, 1").sum()).flatten())
          .toFloatArray();
    }
  }

  private static void gradients(Classifier classifier, int times) {
    int channels = classifier.linearHead().orElseThrow().channels();
    for (int i = 0; i < times; i++) {
      try (NDManager scope = classifier.newScope()) {
        NDArray map = scope.ones(new Shape(16_384 / channels, channels, 8, 8)); // 4 MB
        classifier.mapGradient(map, y -> y.get(":, 0").sum());
        classifier.imageGradient(noise(scope, 1), y -> y.get(":, 0").sum());
      }
    }
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static Classifier birds() {
    return Classifier.load(ModelBundle.read(Bundles.BIRDS), Device.cpu());
  }

  private static NDArray images(Golden golden, NDManager scope) {
    float[] pixels = golden.images();
    return scope.create(pixels, new Shape(pixels.length / IMAGE, 3, SIDE, SIDE));
  }

  private static NDArray noise(NDManager scope, int count) {
    return noise(scope, count, count);
  }

  private static NDArray noise(NDManager scope, int count, long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[count * IMAGE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return scope.create(pixels, new Shape(count, 3, SIDE, SIDE));
  }
}

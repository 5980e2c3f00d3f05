package dev.telltale.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Activation;
import dev.telltale.model.Classifier;
import dev.telltale.model.LinearHead;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradCamTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/1_attention_iou");

  @Test
  void twoChannelsOfFourByFourCanBeCheckedByHand() {
    float[] activations = {
      0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, // rises to the right
      0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3 // rises downwards
    };
    // 2·right − down is largest at top right (6) and below 0 at the left, which ReLU makes 0.
    float sixth = 1f / 6;
    assertThat(GradCam.map(activations, new float[] {2, -1}))
        .containsExactly(
            new float[] {
              0, 2 * sixth, 4 * sixth, 1, 0, sixth, 3 * sixth, 5 * sixth, 0, 0, 2 * sixth,
              4 * sixth, 0, 0, sixth, 3 * sixth
            },
            within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1, 1", "1, 3, 1, 5", "2, 8, 4, 4", "5, 33, 7, 9", "3, 2, 6, 1"})
  void aBatchOnTheDeviceGivesWhatTheDefinitionGivesForEachImage(int b, int c, int h, int w) {
    Random random = new Random(b * 1000 + c * 100 + h * 10 + w);
    float[] activations = numbers(random, b * c * h * w);
    float[] weights = numbers(random, b * c);
    try (NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      float[][] maps =
          GradCam.maps(
              scope.create(activations, new Shape(b, c, h, w)),
              scope.create(weights, new Shape(b, c)));
      assertThat(maps).hasNumberOfRows(b);
      for (int i = 0; i < b; i++) {
        float[] slow = definition(activations, weights, i, c, h * w);
        assertThat(maps[i]).containsExactly(slow, within(1e-5f));
        assertThat(GradCam.map(slice(activations, i, c * h * w), slice(weights, i, c)))
            .containsExactly(slow, within(1e-5f));
      }
    }
  }

  @Test
  void channelWeightsAreTheMeanOfTheGradientOverTheMap() {
    try (NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      float[] gradient = numbers(new Random(5), 2 * 3 * 4 * 5);
      float[] weights =
          GradCam.channelWeights(scope.create(gradient, new Shape(2, 3, 4, 5))).toFloatArray();
      for (int channel = 0; channel < 6; channel++) {
        double sum = 0;
        for (float value : slice(gradient, channel, 20)) {
          sum += value;
        }
        assertThat((double) weights[channel]).isCloseTo(sum / 20, within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOGIT", "ABSOLUTE_LOGIT"})
  void theClosedFormOfALinearHeadIsItsGradient(TargetOutput output) {
    try (Classifier classifier = classifier("gradcam_linear");
        NDManager scope = classifier.newScope()) {
      NDArray activations = classifier.features(images(scope, 7, 64)); // [7,24,8,8]
      float[] logits = classifier.logits(activations).toFloatArray(); // [7·5]
      int[] targets = {0, 4, 2, 1, 3, 0, 1};
      NDArray index = scope.create(targets);
      NDArray slow =
          GradCam.channelWeights(classifier.mapGradient(activations, y -> output.sum(y, index)));
      NDArray fast =
          GradCam.linearWeights(headOf(classifier, scope), activations, logits, targets, output);
      assertThat(fast.getShape()).isEqualTo(slow.getShape());
      assertThat(fast.toFloatArray()).containsExactly(slow.toFloatArray(), within(1e-6f));
    }
  }

  @Test
  void withoutALinearHeadTheMapsComeFromTheGradient() {
    try (Classifier classifier = classifier("gradcam_mlp");
        NDManager scope = classifier.newScope()) {
      NDArray activations = classifier.features(images(scope, 3, 64));
      float[] logits = classifier.logits(activations).toFloatArray();
      float[][] maps = GradCam.maps(classifier, activations, logits, new int[] {1, 4, 1});
      float[][] ofOne = // a bundle-less classifier is a softmax one: y, not |y|
          GradCam.maps(
              activations,
              GradCam.channelWeights(
                  classifier.mapGradient(activations, y -> TargetOutput.LOGIT.sum(y, 1))));
      assertThat(maps[0]).containsExactly(ofOne[0], within(1e-6f));
      assertThat(maps[2]).containsExactly(ofOne[2], within(1e-6f));
      assertThat(maps[1]).isNotEqualTo(ofOne[1]);
      for (float[] map : maps) {
        assertThat(map).hasSize(64);
        for (float value : map) {
          assertThat(value).isBetween(0f, 1f);
        }
      }
    }
  }

  @Test
  void aTargetWhoseLogitIsZeroLooksNowhere() {
    try (Classifier classifier = classifier("gradcam_degenerate");
        NDManager scope = classifier.newScope()) {
      NDArray activations = classifier.features(images(scope, 2, 32));
      NDArray gradient =
          classifier.mapGradient(activations, y -> TargetOutput.ABSOLUTE_LOGIT.sum(y, 2));
      for (float[] map : GradCam.maps(activations, GradCam.channelWeights(gradient))) {
        assertThat(map).containsOnly(0);
      }
    }
  }

  @Test
  void inClosedFormTooALogitOfZeroLooksNowhere() {
    LinearHead head = new LinearHead(new float[][] {{1, 2}, {3, 4}}, new float[2]);
    float[] logits = {0, -1};
    try (NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray map = scope.ones(new Shape(1, 2, 3, 3));
      TargetOutput output = TargetOutput.ABSOLUTE_LOGIT;
      assertThat(GradCam.linearWeights(head, map, logits, new int[] {0}, output).toFloatArray())
          .containsOnly(0);
      assertThat(GradCam.linearWeights(head, map, logits, new int[] {1}, output).toFloatArray())
          .containsExactly(-3f / 9, -4f / 9);
    }
  }

  @Test
  void aMapWithoutContrastIsAllZero() {
    assertThat(GradCam.map(new float[] {1, 2, 3}, new float[] {-1})).containsOnly(0);
    assertThat(GradCam.map(new float[] {2, 2, 2}, new float[] {1})).containsOnly(0);
    assertThat(GradCam.map(new float[] {7}, new float[] {1})).containsOnly(0);
  }

  @Test
  void softmaxHeadsAreExplainedByTheLogitAndSigmoidHeadsByItsSize() {
    assertThat(TargetOutput.of(Activation.SOFTMAX)).isEqualTo(TargetOutput.LOGIT);
    assertThat(TargetOutput.of(Activation.SIGMOID)).isEqualTo(TargetOutput.ABSOLUTE_LOGIT);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> GradCam.map(new float[7], new float[2]))
        .isInstanceOf(IllegalArgumentException.class);
    LinearHead head = new LinearHead(new float[][] {{1, 2}, {3, 4}}, new float[2]);
    try (NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray map = scope.ones(new Shape(1, 3, 2, 2));
      assertThatThrownBy(
              () -> GradCam.linearWeights(head, map, new float[2], new int[1], TargetOutput.LOGIT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2 channels");
    }
  }

  /** Weighted sum over channels, ReLU, min–max, as the definition says, in double. */
  private static float[] definition(float[] a, float[] weights, int image, int c, int area) {
    double[] map = new double[area];
    double min = Double.POSITIVE_INFINITY;
    double max = 0;
    for (int i = 0; i < area; i++) {
      double sum = 0;
      for (int channel = 0; channel < c; channel++) {
        sum += (double) weights[image * c + channel] * a[(image * c + channel) * area + i];
      }
      map[i] = Math.max(0, sum);
      min = Math.min(min, map[i]);
      max = Math.max(max, map[i]);
    }
    float[] scaled = new float[area];
    for (int i = 0; i < area; i++) {
      scaled[i] = max == min ? 0 : (float) ((map[i] - min) / (max - min));
    }
    return scaled;
  }

  /** The weights of a head that is known to be GAP + linear: its answers to one-hot maps. */
  private static LinearHead headOf(Classifier classifier, NDManager scope) {
    NDArray zero = classifier.logits(scope.zeros(new Shape(1, 24, 8, 8))); // [1,5] the bias
    NDArray oneHot = scope.eye(24).reshape(24, 24, 1, 1).broadcast(new Shape(24, 24, 8, 8));
    float[] answers = classifier.logits(oneHot).sub(zero).toFloatArray(); // [24·5]
    float[][] weight = new float[5][24];
    for (int k = 0; k < 5; k++) {
      for (int c = 0; c < 24; c++) {
        weight[k][c] = answers[c * 5 + k];
      }
    }
    return new LinearHead(weight, zero.toFloatArray());
  }

  private static Classifier classifier(String name) {
    Path folder = GOLDEN.resolve(name);
    return Classifier.load(folder.resolve("features.pt"), folder.resolve("head.pt"), Device.cpu());
  }

  private static NDArray images(NDManager scope, int count, int size) {
    float[] pixels = new float[count * 3 * size * size];
    Random random = new Random(count);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return scope.create(pixels, new Shape(count, 3, size, size));
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static float[] slice(float[] all, int index, int length) {
    return Arrays.copyOfRange(all, index * length, (index + 1) * length);
  }
}

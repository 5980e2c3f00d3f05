package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Gradients;
import dev.telltale.model.TrainableModule;
import dev.telltale.train.Pgd.Norm;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PgdTest {
  private static final int IMAGES = 4;
  private static final int VALUES = 3 * 6 * 6;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /**
   * Where the loss is Σ w·x, uphill is known: far from the edges of [0,1] the best change in the
   * ball is ε·w/‖w‖, or ε·sign(w), and enough steps end there.
   */
  @ParameterizedTest
  @EnumSource(Norm.class)
  void aLinearLossIsRaisedAsMuchAsTheBallAllows(Norm norm) {
    float[] slope = slope();
    double epsilon = norm == Norm.L2 ? .5 : .1;
    NDArray images = manager.full(new Shape(IMAGES, 3, 6, 6), .5f);
    NDArray weights = manager.create(slope, new Shape(1, 3, 6, 6));
    NDArray found =
        new Pgd(norm, epsilon, epsilon / 2, 40).examples(images, x -> x.mul(weights).sum(), 1);
    double length = 0;
    for (float value : slope) {
      length += (double) value * value;
    }
    float[] got = found.toFloatArray();
    for (int i = 0; i < got.length; i++) {
      double w = slope[i % VALUES];
      double want = norm == Norm.L2 ? epsilon * w / Math.sqrt(length) : epsilon * Math.signum(w);
      assertThat(got[i] - .5).isCloseTo(want, within(2e-3));
    }
  }

  @ParameterizedTest
  @EnumSource(Norm.class)
  void examplesStayInTheBallAndAreImagesAndLoseMore(Norm norm) {
    double epsilon = norm == Norm.L2 ? .7 : .05;
    try (TrainableModule network =
        TrainableModule.load(Path.of("src/test/resources/training/start.pt"), Device.cpu())) {
      network.evaluationMode();
      NDArray images = images();
      NDArray labels = manager.create(new long[] {0, 1, 2, 3});
      NDArray found =
          new Pgd(norm, epsilon, epsilon / 3, 5)
              .examples(images, x -> Loss.crossEntropy(network.forward(x), labels, null), 7);
      float[] from = images.toFloatArray();
      float[] to = found.toFloatArray();
      for (int image = 0; image < IMAGES; image++) {
        double square = 0;
        double most = 0;
        for (int i = image * VALUES; i < (image + 1) * VALUES; i++) {
          assertThat(to[i]).isBetween(0f, 1f);
          square += Math.pow(to[i] - from[i], 2);
          most = Math.max(most, Math.abs(to[i] - from[i]));
        }
        assertThat(norm == Norm.L2 ? Math.sqrt(square) : most)
            .isBetween(epsilon / 3, epsilon + 1e-5);
      }
      assertThat(loss(network, found, labels)).isGreaterThan(loss(network, images, labels));
    }
  }

  @Test
  void theSameSeedFindsTheSameExamplesAndNothingIsLeftBehind() {
    NDArray images = images();
    Pgd pgd = new Pgd(Norm.L2, .5, .2, 3);
    int before = manager.getManagedArrays().size();
    NDArray once = pgd.examples(images, x -> x.square().sum(), 3);
    NDArray twice = pgd.examples(images, x -> x.square().sum(), 3);
    NDArray other = pgd.examples(images, x -> x.square().sum(), 4);
    assertThat(once.toFloatArray()).isEqualTo(twice.toFloatArray());
    assertThat(once.toFloatArray()).isNotEqualTo(other.toFloatArray());
    assertThat(manager.getManagedArrays()).hasSize(before + 3);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    for (Double wrong : List.of(0., -1., Double.NaN)) {
      assertThatThrownBy(() -> new Pgd(Norm.L2, wrong, 1, 1)).hasMessageContaining("epsilon");
    }
    assertThatThrownBy(() -> new Pgd(Norm.L2, 1, 1, 0)).hasMessageContaining("steps");
  }

  private static float loss(TrainableModule network, NDArray images, NDArray labels) {
    return Gradients.unrecorded(
        () -> Loss.crossEntropy(network.forward(images), labels, null).getFloat());
  }

  private NDArray images() {
    SplittableRandom random = new SplittableRandom(11);
    float[] pixels = new float[IMAGES * VALUES];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return manager.create(pixels, new Shape(IMAGES, 3, 6, 6));
  }

  private static float[] slope() {
    SplittableRandom random = new SplittableRandom(12);
    float[] slope = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      slope[i] = (float) (random.nextDouble() - .5) + (random.nextBoolean() ? .2f : -.2f);
    }
    return slope;
  }
}

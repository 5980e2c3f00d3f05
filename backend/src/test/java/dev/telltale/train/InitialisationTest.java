package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.TrainableModule;
import dev.telltale.model.TrainableModule.Parameter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InitialisationTest {
  private static final Path NETWORKS = Path.of("../models/networks");

  @Test
  void weightsAndBiasesAreUniformBelowOneOverTheRootOfTheFanIn() {
    Map<String, float[]> drawn = drawn("autoencoder/encoder.pt", 5);
    // 3 channels of 3 × 3 come into the first layer, 32 of 3 × 3 into the second, 48 into the last.
    assertUniform(drawn.get("layers.0.0.weight"), 1 / Math.sqrt(27));
    assertUniform(drawn.get("layers.1.0.weight"), 1 / Math.sqrt(288));
    assertUniform(drawn.get("layers.3.weight"), 1 / Math.sqrt(48));
    assertUniform(drawn.get("layers.3.bias"), 1 / Math.sqrt(48));
  }

  @Test
  void normalisationBeginsAsNone() {
    Map<String, float[]> drawn = drawn("small/features.pt", 5);
    assertThat(drawn.get("norm.weight")).containsOnly(1f);
    assertThat(drawn.get("norm.bias")).containsOnly(0f);
    assertUniform(drawn.get("stem.weight"), 1 / Math.sqrt(27));
    assertUniform(drawn.get("blocks.2.around.0.weight"), 1 / Math.sqrt(48));
  }

  /** PReLU's slope is a weight of one dimension, as normalisation's; 1 would make it no unit. */
  @Test
  void aWeightOfAnotherKindOfLayerIsRefused() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      List<Parameter> slope =
          List.of(new Parameter("act.weight", manager.full(new Shape(4), 0.25f), true));
      assertThatThrownBy(() -> Initialisation.draw(slope, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("act.weight: not the weight of a layer that can be drawn");
    }
  }

  @Test
  void oneCycleOfSoFewStepsThatNoneRisesBeginsAtTheTop() {
    LearningRate cycle = new LearningRate.OneCycle(0.25);
    assertThat(cycle.at(0, 4, 0.1)).isEqualTo(0.1);
    assertThat(cycle.at(3, 4, 0.1)).isCloseTo(0.1 / 250_000, within(1e-12));
    assertThat(cycle.at(0, 1, 0.1)).isFinite();
  }

  @Test
  void theSameSeedDrawsTheSameAndAnotherDoesNot() {
    float[] five = drawn("small/features.pt", 5).get("blocks.0.conv1.weight");
    assertThat(drawn("small/features.pt", 5).get("blocks.0.conv1.weight")).isEqualTo(five);
    assertThat(drawn("small/features.pt", 6).get("blocks.0.conv1.weight")).isNotEqualTo(five);
  }

  @Test
  void theNetworksThatAreCommittedHaveTheShapesThatTheyPromise() {
    assertThat(shape("small/features.pt", new Shape(2, 3, 64, 64)))
        .isEqualTo(new Shape(2, 96, 8, 8));
    assertThat(shape("autoencoder/encoder.pt", new Shape(2, 3, 64, 64)))
        .isEqualTo(new Shape(2, 8, 16, 16));
    assertThat(shape("autoencoder/decoder.pt", new Shape(2, 8, 16, 16)))
        .isEqualTo(new Shape(2, 3, 64, 64));
  }

  private static Shape shape(String file, Shape input) {
    try (TrainableModule network = TrainableModule.load(NETWORKS.resolve(file), Device.cpu());
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        NDArray output = network.forward(manager.ones(input))) {
      return output.getShape();
    }
  }

  private static Map<String, float[]> drawn(String file, long seed) {
    try (TrainableModule network = TrainableModule.load(NETWORKS.resolve(file), Device.cpu())) {
      Initialisation.draw(network.parameters(), seed);
      Map<String, float[]> values = new HashMap<>();
      for (Parameter parameter : network.parameters()) {
        values.put(parameter.name(), parameter.values().toFloatArray());
      }
      return values;
    }
  }

  /** Bounds are kept and reached, and the variance is that of a uniform within them. */
  private static void assertUniform(float[] values, double bound) {
    double square = 0;
    double most = 0;
    for (float value : values) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo((float) bound);
      most = Math.max(most, Math.abs(value));
      square += (double) value * value;
    }
    assertThat(most).isGreaterThan(bound * (1 - 8.0 / values.length));
    double variance = bound * bound / 3;
    double error = variance * Math.sqrt(.8 / values.length); // of a uniform's mean square
    assertThat(square / values.length).isCloseTo(variance, within(5 * error));
  }
}

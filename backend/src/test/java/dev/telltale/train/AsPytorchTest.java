package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.model.Gradients;
import dev.telltale.model.TrainableModule;
import dev.telltale.model.TrainableModule.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Six steps of each optimiser, schedule and loss, as PyTorch made them. */
class AsPytorchTest {
  private static final Path FIXTURE = Path.of("src/test/resources/training");
  private static final int STEPS = 6;
  private static final double RATE = 0.05;
  private static final long[] LABELS = {0, 1, 2, 3, 0, 1, 2, 0};
  private static final float[] CLASS_WEIGHTS = {0.5f, 2, 1, 3};

  private static NDManager manager;

  @BeforeAll
  static void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  static Stream<JsonNode> runs() throws IOException {
    List<JsonNode> runs = new ArrayList<>();
    new ObjectMapper().readTree(FIXTURE.resolve("training.json").toFile()).forEach(runs::add);
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theSameStepsLeadToTheSameWeights(JsonNode run) {
    try (TrainableModule network = start();
        Optimizer optimizer = choice(run).of(network.parameters())) {
      for (int step = 0; step < STEPS; step++) {
        double rate = schedule(run).at(step, STEPS, RATE);
        assertThat(rate).isCloseTo(run.at("/rates/" + step).asDouble(), within(1e-9));
        assertThat(train(network, optimizer, run.get("loss").asText(), step, rate))
            .isCloseTo(run.at("/losses/" + step).floatValue(), within(2e-5f));
      }
      for (Parameter parameter : network.parameters()) {
        assertNear(parameter.values(), run.get("parameters").get(parameter.name()));
      }
      network.evaluationMode();
      try (NDManager scope = manager.newSubManager()) {
        assertNear(network.forward(images(scope, 99)), run.get("evaluated"));
      }
    }
  }

  /** The fourth step after a restart is the fourth step, to the bit. */
  @ParameterizedTest
  @MethodSource("choices")
  void whatWasKeptGoesOnAsIfNothingHadHappened(Optimizer.Choice choice, @TempDir Path temp)
      throws IOException {
    try (TrainableModule network = start();
        Optimizer optimizer = choice.of(network.parameters())) {
      for (int step = 0; step < 3; step++) {
        train(network, optimizer, "crossEntropy", step, RATE);
      }
      network.save(temp.resolve("kept.pt"));
      byte[] kept = optimizer.state();
      for (int step = 3; step < STEPS; step++) {
        train(network, optimizer, "crossEntropy", step, RATE);
      }
      try (TrainableModule again = TrainableModule.load(temp.resolve("kept.pt"), Device.cpu());
          Optimizer resumed = choice.of(again.parameters())) {
        resumed.restore(kept);
        for (int step = 3; step < STEPS; step++) {
          train(again, resumed, "crossEntropy", step, RATE);
        }
        for (int i = 0; i < network.parameters().size(); i++) {
          assertThat(again.parameters().get(i).values().toFloatArray())
              .isEqualTo(network.parameters().get(i).values().toFloatArray());
        }
      }
    }
  }

  static Stream<Optimizer.Choice> choices() {
    return Stream.of("sgd", "momentum", "adam", "adamw").map(AsPytorchTest::choice);
  }

  @Test
  void aWeightOfZeroLeavesAnAnswerOut() {
    try (NDManager scope = manager.newSubManager()) {
      NDArray logits = scope.create(new float[] {1, -50, 2, 100}, new Shape(2, 2));
      NDArray targets = scope.create(new float[] {1, 1, 0, 0}, new Shape(2, 2));
      NDArray weights = scope.create(new float[] {1, 0, 1, 0}, new Shape(2, 2));
      double want = (Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(2))) / 2;
      assertThat(Loss.binaryCrossEntropy(logits, targets, weights).getFloat())
          .isCloseTo((float) want, within(1e-6f));
      assertThat(Loss.binaryCrossEntropy(logits, targets, null).getFloat())
          .as("no overflow")
          .isCloseTo((float) ((2 * want + 150) / 4), within(1e-4f));
    }
  }

  private static float train(
      TrainableModule network, Optimizer optimizer, String loss, int step, double rate) {
    network.trainingMode();
    try (NDManager scope = manager.newSubManager()) {
      NDArray images = images(scope, step);
      NDArray value = Gradients.recorded(() -> loss(loss, network.forward(images)));
      network.zeroGradients();
      Gradients.backward(value);
      optimizer.step(rate);
      return value.getFloat();
    }
  }

  private static NDArray loss(String name, NDArray logits) {
    NDManager scope = logits.getManager();
    NDArray labels = scope.create(LABELS);
    float[] attributes = new float[32];
    float[] weights = new float[LABELS.length];
    for (int i = 0; i < attributes.length; i++) {
      attributes[i] = i % 3 == 0 ? 1 : 0;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] = CLASS_WEIGHTS[(int) LABELS[i]];
    }
    NDArray targets = scope.create(attributes, new Shape(8, 4));
    return switch (name) {
      case "crossEntropy" -> Loss.crossEntropy(logits, labels, null);
      case "weightedCrossEntropy" -> Loss.crossEntropy(logits, labels, scope.create(weights));
      case "binaryCrossEntropy" -> Loss.binaryCrossEntropy(logits, targets, null);
      case "absolute" -> Loss.absolute(logits, targets);
      case "squared" -> Loss.squared(logits, targets);
      default -> throw new AssertionError(name);
    };
  }

  private static NDArray images(NDManager scope, int step) {
    float[] pixels = new float[8 * 3 * 6 * 6];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 7 + 31 * step) % 101 / 101f;
    }
    return scope.create(pixels, new Shape(8, 3, 6, 6));
  }

  private static TrainableModule start() {
    return TrainableModule.load(FIXTURE.resolve("start.pt"), Device.cpu());
  }

  private static Optimizer.Choice choice(JsonNode run) {
    return choice(run.get("optimizer").asText());
  }

  private static Optimizer.Choice choice(String name) {
    return switch (name) {
      case "sgd" -> new Optimizer.SgdChoice(0, 0);
      case "momentum" -> new Optimizer.SgdChoice(0.9, 1e-2);
      case "adam" -> new Optimizer.AdamChoice(1e-2, false);
      case "adamw" -> new Optimizer.AdamChoice(1e-1, true);
      default -> throw new AssertionError(name);
    };
  }

  private static LearningRate schedule(JsonNode run) {
    return switch (run.get("schedule").asText()) {
      case "constant" -> new LearningRate.Constant();
      case "cosine" -> new LearningRate.Cosine();
      case "onecycle" -> new LearningRate.OneCycle(0.5);
      default -> throw new AssertionError(run.toString());
    };
  }

  private static void assertNear(NDArray got, JsonNode want) {
    float[] values = got.toFloatArray();
    assertThat(values).hasSize(want.size());
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).as("value %d", i).isCloseTo(want.get(i).floatValue(), within(5e-4f));
    }
  }
}

package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.telltale.model.BundleException;
import dev.telltale.model.TrainableModule;
import dev.telltale.model.TrainableModule.Parameter;
import dev.telltale.testing.Python;
import dev.telltale.train.Objective.Classes;
import dev.telltale.train.Objective.Weighting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of frozen.pt (tools/training_fixture.py) 0.weight to 1.bias are frozen, 3.weight and 3.bias not.
 */
class FrozenLayersTest {
  private static final Path FROZEN = Path.of("src/test/resources/training/frozen.pt");
  private static final String[] KEPT = {"0.weight", "0.bias", "1.weight", "1.bias"};
  private static final String[] LEARNT = {"3.weight", "3.bias"};

  /** Saves each half of an autoencoder. */
  private static final String ALL_FROZEN =
      """
      import sys, torch
      for file in sys.argv[1:]:
          half = torch.nn.Conv2d(3, 3, 1).requires_grad_(False)
          torch.jit.script(half).save(file)
      """;

  @TempDir static Path shared;
  private static TrainingData birds;

  @TempDir Path temp;

  @BeforeAll
  static void draw() throws Exception {
    birds = new TrainingData(DrawnBirds.images(DrawnBirds.draw(shared, 64, 1)), null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void frozenLayersStayToTheByteAndTheOthersLearn(boolean drawn) throws Exception {
    Training.Outcome outcome = DrawnBirds.train(spec(drawn, adamw()), birds, temp);
    Map<String, float[]> before = values(FROZEN);
    Map<String, float[]> after = values(outcome.bundle().directory().resolve("features.pt"));
    for (String name : KEPT) {
      assertThat(after.get(name)).as(name).containsExactly(before.get(name));
    }
    for (String name : LEARNT) {
      assertThat(after.get(name)).as(name).isNotEqualTo(before.get(name));
    }
  }

  /** A velocity for each of the two that are learnt, and of the head's two. */
  @Test
  void theOptimiserRemembersNothingOfThem() throws Exception {
    DrawnBirds.train(spec(false, new Optimizer.SgdChoice(0.9, 0.1)), birds, temp);
    byte[] kept = Files.readAllBytes(temp.resolve("run/epoch-00002/optimizer.bin"));
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      assertThat(NDList.decode(manager, kept)).hasSize(LEARNT.length + 2);
    }
  }

  @Test
  void theyAreStillFrozenWhenATrainingGoesOn() throws Exception {
    Path whole = temp.resolve("whole");
    Path cut = temp.resolve("cut");
    Training.Outcome once = DrawnBirds.train(spec(false, adamw()), birds, whole);
    try (Training training =
        Training.open(
            spec(false, adamw()), birds, cut.resolve("run"), Device.cpu(), progress -> {})) {
      training.epoch(() -> false);
    }
    Training.Outcome again = DrawnBirds.train(spec(false, adamw()), birds, cut);
    assertThat(DrawnBirds.file(again, "features.pt"))
        .isEqualTo(DrawnBirds.file(once, "features.pt"));
  }

  @Test
  void aNetworkWithNothingToLearnIsRefused() throws Exception {
    Python python = Python.with("torch").orElse(null);
    assumeTrue(python != null, "no Python with torch here");
    python.run(ALL_FROZEN, temp.resolve("encoder.pt"), temp.resolve("decoder.pt"));
    StartNetwork start = new StartNetwork(temp, DrawnBirds.SIZE, DrawnBirds.SIZE, false);
    assertThatThrownBy(() -> Network.start(start, 0, 1, Device.cpu()).close())
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("every parameter is frozen (requires_grad is False)");
  }

  private TrainingSpec spec(boolean drawn, Optimizer.Choice optimizer) throws Exception {
    return TrainingSpec.of(new Classes(Weighting.NONE), start(drawn))
        .batch(16)
        .epochs(2)
        .optimizer(optimizer)
        .learningRate(0.05)
        .seed(3)
        .build();
  }

  private StartNetwork start(boolean drawn) throws Exception {
    Path directory = Files.createDirectories(temp.resolve("network"));
    if (!Files.exists(directory.resolve("features.pt"))) {
      Files.copy(FROZEN, directory.resolve("features.pt"));
    }
    return new StartNetwork(directory, DrawnBirds.SIZE, DrawnBirds.SIZE, drawn);
  }

  private static Optimizer.Choice adamw() {
    return new Optimizer.AdamChoice(0.1, true);
  }

  private static Map<String, float[]> values(Path file) {
    try (TrainableModule module = TrainableModule.load(file, Device.cpu())) {
      Map<String, float[]> values = new LinkedHashMap<>();
      for (Parameter parameter : module.parameters()) {
        values.put(parameter.name(), parameter.values().toFloatArray());
      }
      return values;
    }
  }
}

package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.model.Activation;
import dev.telltale.model.Classifier;
import dev.telltale.model.Devices;
import dev.telltale.model.ModelCheck;
import dev.telltale.model.ModelSpec;
import dev.telltale.train.Objective.Attributes;
import dev.telltale.train.Objective.Classes;
import dev.telltale.train.Objective.Columns;
import dev.telltale.train.Objective.Reconstruction;
import dev.telltale.train.Objective.Reconstruction.Difference;
import dev.telltale.train.Objective.Weighting;
import dev.telltale.train.TrainingProgress.Epoch;
import dev.telltale.train.TrainingProgress.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingTest {
  @TempDir static Path shared;
  private static DataSet birds;
  private static TrainingImages learning;
  private static TrainingImages stopping;

  @TempDir Path temp;

  @BeforeAll
  static void draw() throws InterruptedException {
    birds = DrawnBirds.draw(shared.resolve("birds"), 240, 0.5);
    learning = DrawnBirds.images(DrawnBirds.split(birds, "train"));
    stopping = DrawnBirds.images(DrawnBirds.split(birds, "val"));
  }

  @Test
  void aClassifierLearnsToTellBirds() throws Exception {
    List<TrainingProgress> told = new ArrayList<>();
    Training.Outcome outcome =
        Training.run(
            classes().epochs(8).build(),
            new TrainingData(learning, stopping),
            temp.resolve("run"),
            temp.resolve("bundle"),
            "birds",
            Device.cpu(),
            told::add,
            () -> false);
    List<Epoch> history = outcome.progress().history();
    assertThat(history).hasSize(8);
    assertThat(history.get(7).loss()).isLessThan(history.get(0).loss() * 0.7);
    assertThat(history.get(7).accuracy()).isGreaterThan(0.8);
    assertThat(outcome.accuracies().get("bird"))
        .isEqualTo(history.get(outcome.epoch() - 1).accuracy());
    assertThat(outcome.stoppingAccuracies()).containsOnlyKeys("bird");
    assertThat(told.get(0).state()).isEqualTo(State.RUNNING);
    assertThat(told.get(told.size() - 1)).isEqualTo(outcome.progress());
    assertThat(outcome.progress().state()).isEqualTo(State.FINISHED);
    assertThat(told.stream().map(progress -> progress.history().size()).distinct())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    ModelCheck check = ModelCheck.of(temp.resolve("bundle"), Devices.slots(1).get(0));
    assertThat(check.faults()).isEmpty();
    assertThat(outcome.bundle().spec().classes()).containsExactly("landbird", "waterbird");
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOthers() throws Exception {
    TrainingData data = new TrainingData(learning, null);
    TrainingSpec spec =
        classes().epochs(2).augmentation(new Augmentation(3, 0.5, 0.2, 0.05)).build();
    Training.Outcome first = DrawnBirds.train(spec, data, temp.resolve("1"));
    Training.Outcome again = DrawnBirds.train(spec, data, temp.resolve("2"));
    Training.Outcome other =
        DrawnBirds.train(
            classes().epochs(2).augmentation(spec.augmentation()).seed(4).build(),
            data,
            temp.resolve("3"));
    assertThat(again.bundle().hash()).isEqualTo(first.bundle().hash());
    for (String file : List.of("model.json", "features.pt", "head.pt", "head.json")) {
      assertThat(DrawnBirds.file(again, file)).as(file).isEqualTo(DrawnBirds.file(first, file));
    }
    assertThat(DrawnBirds.file(other, "features.pt"))
        .isNotEqualTo(DrawnBirds.file(first, "features.pt"));
  }

  /**
   * Whatever is remembered: moments, momentum, statistics, the schedule's place, the best epoch.
   */
  @ParameterizedTest
  @MethodSource("resumable")
  void openedAgainAfterEachEpochItEndsInTheSameBytes(TrainingSpec spec) throws Exception {
    TrainingData data = new TrainingData(learning, stopping);
    Training.Outcome whole = DrawnBirds.train(spec, data, temp.resolve("whole"));
    Path run = temp.resolve("broken");
    for (int epoch = 0; epoch < spec.epochs(); epoch++) {
      try (Training training = Training.open(spec, data, run, Device.cpu(), progress -> {})) {
        assertThat(training.epochs()).isEqualTo(epoch);
        // Half an epoch is lost, as in a kill.
        int[] batches = {0};
        assertThat(training.epoch(() -> ++batches[0] == 2)).isFalse();
      }
      try (Training training = Training.open(spec, data, run, Device.cpu(), progress -> {})) {
        assertThat(training.epoch(() -> false)).isTrue();
      }
    }
    try (Training training = Training.open(spec, data, run, Device.cpu(), progress -> {})) {
      assertThat(training.isDone()).isTrue();
      assertThat(training.save(temp.resolve("bundle"), "birds").hash())
          .isEqualTo(whole.bundle().hash());
    }
    int last = spec.epochs();
    for (String file : kept(run, last)) {
      if (!file.equals(RunDirectory.STATE)) {
        assertThat(Files.readAllBytes(run.resolve("epoch-%05d".formatted(last)).resolve(file)))
            .as(file)
            .isEqualTo(
                Files.readAllBytes(
                    temp.resolve("whole/run/epoch-%05d".formatted(last)).resolve(file)));
      }
    }
  }

  static Stream<TrainingSpec> resumable() {
    return Stream.of(
        classes().epochs(3).augmentation(new Augmentation(2, 0.5, 0, 0.02)).build(),
        classes()
            .epochs(4)
            .optimizer(new Optimizer.SgdChoice(0.9, 1e-4))
            .learningRate(0.05)
            .schedule(new LearningRate.Constant())
            .plateau(new ReduceOnPlateau(0.5, 0))
            .build(),
        TrainingSpec.of(new Reconstruction(Difference.MSE, 0.1), DrawnBirds.AUTOENCODER)
            .batch(24)
            .epochs(2)
            .build(),
        classes().epochs(2).adversary(new Pgd(Pgd.Norm.LINF, 0.02, 0.01, 2)).build());
  }

  private static List<String> kept(Path run, int epoch) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("epoch-%05d".formatted(epoch)))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void anEncoderLearnsTwoColumnsAtOnce() throws Exception {
    TrainingSpec spec =
        TrainingSpec.of(new Columns(List.of("label", "place")), DrawnBirds.SMALL)
            .batch(24)
            .epochs(8)
            .seed(1)
            .build();
    Training.Outcome outcome = DrawnBirds.train(spec, new TrainingData(learning, stopping), temp);
    assertThat(outcome.accuracies()).containsOnlyKeys("bird", "place");
    assertThat(outcome.accuracies().values())
        .allSatisfy(share -> assertThat(share).isGreaterThan(0.8));
    assertThat(outcome.stoppingAccuracies()).containsOnlyKeys("bird", "place");
    assertThat(outcome.bundle().spec().kind()).isEqualTo(ModelSpec.Kind.ENCODER);
    assertThat(temp.resolve("bundle/head.pt")).doesNotExist();
    JsonNode json = new ObjectMapper().readTree(temp.resolve("bundle/model.json").toFile());
    assertThat(json.at("/provenance/columns/place").size()).isEqualTo(2);
    assertThat(json.at("/provenance/figures/accuracies/place").asDouble())
        .isEqualTo(outcome.accuracies().get("place"));
    assertThat(ModelCheck.of(temp.resolve("bundle"), Devices.slots(1).get(0)).faults()).isEmpty();
  }

  @Test
  void anAutoencoderComesNearerToItsImages() throws Exception {
    TrainingSpec spec =
        TrainingSpec.of(new Reconstruction(Difference.L1, 0.05), DrawnBirds.AUTOENCODER)
            .batch(24)
            .epochs(5)
            .learningRate(5e-3)
            .build();
    Training.Outcome outcome = DrawnBirds.train(spec, new TrainingData(learning, stopping), temp);
    List<Epoch> history = outcome.progress().history();
    assertThat(history.get(4).loss()).isLessThan(history.get(0).loss() * 0.7);
    assertThat(history.get(4).stoppingLoss()).isLessThan(history.get(0).stoppingLoss() * 0.7);
    assertThat(history.get(4).accuracy()).isNull();
    assertThat(ModelCheck.of(temp.resolve("bundle"), Devices.slots(1).get(0)).faults()).isEmpty();
  }

  @Test
  void attributesAreAnsweredEachByItself() throws Exception {
    TrainingSpec spec =
        TrainingSpec.of(
                new Attributes(List.of("label", "place"), Weighting.by(Weighting.By.CLASS)),
                DrawnBirds.SMALL)
            .batch(24)
            .epochs(6)
            .build();
    Training.Outcome outcome = DrawnBirds.train(spec, new TrainingData(learning, stopping), temp);
    assertThat(outcome.bundle().spec().activation()).isEqualTo(Activation.SIGMOID);
    assertThat(outcome.bundle().spec().classes()).containsExactly("waterbird", "water");
    assertThat(outcome.accuracies().values())
        .allSatisfy(share -> assertThat(share).isGreaterThan(0.75));
    assertThat(ModelCheck.of(temp.resolve("bundle"), Devices.slots(1).get(0)).faults()).isEmpty();
  }

  @Test
  void itEndsWhenTheStoppingLossHasNotGotLowerAndKeepsTheEpochWhereItWasLowest() throws Exception {
    TrainingSpec spec =
        classes().epochs(60).patience(2).schedule(new LearningRate.Constant()).build();
    Training.Outcome outcome = DrawnBirds.train(spec, new TrainingData(learning, stopping), temp);
    List<Double> losses =
        outcome.progress().history().stream().map(TrainingProgress.Epoch::stoppingLoss).toList();
    int lowest = losses.indexOf(Collections.min(losses)) + 1;
    assertThat(outcome.progress().state()).isEqualTo(State.STOPPED_EARLY);
    assertThat(losses).hasSizeLessThan(60).hasSize(lowest + 2);
    assertThat(outcome.epoch()).isEqualTo(lowest);
    assertThat(outcome.progress().message()).contains("not been lower than in epoch " + lowest);
    assertThat(temp.resolve("bundle/features.pt"))
        .hasBinaryContent(
            Files.readAllBytes(temp.resolve("run/epoch-%05d/features.pt".formatted(lowest))));
    try (Stream<Path> kept = Files.list(temp.resolve("run"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".lock",
              "training.json",
              "epoch-%05d".formatted(lowest),
              "epoch-%05d".formatted(lowest + 2));
    }
  }

  @Test
  void withAnAdversaryTheStoppingSplitIsAttackedToo() throws Exception {
    TrainingSpec spec =
        classes().epochs(2).adversary(new Pgd(Pgd.Norm.LINF, 0.05, 0.02, 5)).build();
    Training.Outcome outcome = DrawnBirds.train(spec, new TrainingData(learning, stopping), temp);
    double attacked = outcome.progress().history().get(outcome.epoch() - 1).stoppingLoss();
    assertThat(attacked).isGreaterThan(clean(outcome) + 0.01);
  }

  /** The mean cross entropy of the kept network over the stopping split as it is. */
  private static double clean(Training.Outcome outcome) {
    Column label = stopping.dataSet().samples().label().orElseThrow();
    int[] answers =
        new Question("bird", outcome.bundle().spec().classes()).answers(stopping, label);
    double sum = 0;
    try (Classifier classifier = Classifier.load(outcome.bundle(), Device.cpu())) {
      for (int place = 0; place < answers.length; place++) {
        try (NDManager scope = classifier.newScope()) {
          byte[] bytes = stopping.pixels(place);
          float[] pixels = new float[bytes.length];
          for (int k = 0; k < pixels.length; k++) {
            pixels[k] = (bytes[k] & 255) / 255f;
          }
          NDArray image = scope.create(pixels, new Shape(1, 3, DrawnBirds.SIZE, DrawnBirds.SIZE));
          NDArray logits = classifier.logits(classifier.features(image));
          sum -= logits.logSoftmax(1).toFloatArray()[answers[place]];
        }
      }
    }
    return sum / answers.length;
  }

  @Test
  void stoppedWhileItLooksAtTheStoppingSplitItBeginsTheEpochAgain() throws Exception {
    TrainingData data = new TrainingData(learning, stopping);
    int steps = learning.size() / 24;
    int[] batches = {0};
    try (Training training =
        Training.open(
            classes().epochs(2).build(), data, temp.resolve("run"), Device.cpu(), p -> {})) {
      assertThat(training.epoch(() -> ++batches[0] > steps)).isFalse();
      assertThat(batches[0]).as("after the first batch of the stopping split").isEqualTo(steps + 1);
      assertThat(training.epochs()).isZero();
    }
    assertThat(temp.resolve("run/epoch-00001")).doesNotExist();
  }

  private static TrainingSpec.Builder classes() {
    return TrainingSpec.of(new Classes(Weighting.NONE), DrawnBirds.SMALL).batch(24).seed(3);
  }
}

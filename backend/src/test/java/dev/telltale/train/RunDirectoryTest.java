package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Task;
import dev.telltale.model.BundleException;
import dev.telltale.train.Objective.Classes;
import dev.telltale.train.Objective.Weighting;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training finds in its run directory. */
class RunDirectoryTest {
  @TempDir static Path shared;
  private static DataSet birds;
  private static TrainingData data;

  @TempDir Path temp;

  @BeforeAll
  static void draw() throws InterruptedException {
    birds = DrawnBirds.draw(shared.resolve("birds"), 40, 0.5);
    data = new TrainingData(DrawnBirds.images(birds), null);
  }

  @Test
  void aStartThatFailedIsInNobodysWay() throws Exception {
    Path run = temp.resolve("run");
    Path broken = Files.createDirectories(temp.resolve("broken"));
    Files.writeString(broken.resolve("features.pt"), "no network");
    TrainingSpec wrong =
        TrainingSpec.of(
                new Classes(Weighting.NONE),
                new StartNetwork(broken, DrawnBirds.SIZE, DrawnBirds.SIZE, true))
            .batch(16)
            .build();
    assertThatThrownBy(() -> Training.open(wrong, data, run, Device.cpu(), progress -> {}).close())
        .isInstanceOf(BundleException.class);
    assertThat(run.resolve(RunDirectory.TRAINING)).exists();
    epoch(classes(), data, run);
    assertThat(run.resolve("epoch-00001")).isDirectory();
    refused(classes().seed(8), data, run, "its spec.seed is 7, here 8");
  }

  @Test
  void whatIsAskedIsPartOfWhatATrainingIs() throws Exception {
    Path run = temp.resolve("run");
    epoch(classes(), data, run);
    TrainingData places =
        new TrainingData(DrawnBirds.images(birds.as(new Task("place", null))), null);
    refused(
        classes(),
        places,
        run,
        "its columns.bird is [\"landbird\",\"waterbird\"], here not given, its columns.place is not"
            + " given, here [\"land\",\"water\"]");
  }

  @Test
  void nothingIsLeftInAStrangersDirectory() throws Exception {
    Path thesis = Files.createDirectories(temp.resolve("thesis"));
    Files.writeString(thesis.resolve("thesis.txt"), "do not lose");
    refused(classes(), data, thesis, "holds thesis.txt but no training.json");
    assertThat(thesis).isDirectoryNotContaining("glob:**.lock");

    Path gym = Files.createDirectories(temp.resolve("gym"));
    Files.writeString(gym.resolve("training.json"), "{\"monday\": \"legs\"}");
    refused(classes(), data, gym, "training.json is no training's, or was changed");
    assertThat(gym.resolve("training.json")).hasContent("{\"monday\": \"legs\"}");
    assertThat(gym).isDirectoryNotContaining("glob:**.lock");
  }

  @Test
  void goingOnItLooksFirstWhetherTheBundleCanBeSaved() throws Exception {
    Path run = temp.resolve("run");
    epoch(classes(), data, run);
    Path taken = Files.createDirectories(temp.resolve("taken"));
    Files.writeString(taken.resolve("thesis.txt"), "do not lose");
    assertThatThrownBy(() -> run(run, taken, "birds"))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("taken exists already");
    assertThatThrownBy(() -> run(run, temp.resolve("bundle"), ""))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("the bundle's name has 0 characters");
    assertThat(run.resolve("epoch-00002")).as("no work was done").doesNotExist();
    String hash = run(run, temp.resolve("bundle"), "birds").bundle().hash();
    assertThat(run(run, temp.resolve("bundle"), "birds").bundle().hash())
        .as("all is done, and there already")
        .isEqualTo(hash);
  }

  @Test
  void twoRunDirectoriesOfOneNameAreTwoRuns() {
    String here = Pace.name(temp.resolve("a/birds.run"));
    assertThat(here).matches("birds\\.run-[0-9a-f]{6}");
    assertThat(Pace.name(temp.resolve("a/../a/birds.run"))).isEqualTo(here);
    assertThat(Pace.name(temp.resolve("b/birds.run"))).isNotEqualTo(here).startsWith("birds.run-");
    assertThat(Pace.name(temp.resolve("Vögel nah".repeat(20))))
        .matches("[A-Za-z0-9._-]{1,100}")
        .startsWith("V_gel_nah");
  }

  private static Training.Outcome run(Path run, Path bundle, String name) throws Exception {
    return Training.run(
        classes().build(), data, run, bundle, name, Device.cpu(), progress -> {}, () -> false);
  }

  private static void epoch(TrainingSpec.Builder spec, TrainingData data, Path run)
      throws InterruptedException {
    try (Training training = Training.open(spec.build(), data, run, Device.cpu(), progress -> {})) {
      training.epoch(() -> false);
    }
  }

  private static void refused(TrainingSpec.Builder spec, TrainingData data, Path run, String why) {
    assertThatThrownBy(
            () -> Training.open(spec.build(), data, run, Device.cpu(), progress -> {}).close())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(why);
  }

  private static TrainingSpec.Builder classes() {
    return TrainingSpec.of(new Classes(Weighting.NONE), DrawnBirds.SMALL)
        .batch(16)
        .epochs(2)
        .seed(7);
  }
}

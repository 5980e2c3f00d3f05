package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.train.Objective.Attributes;
import dev.telltale.train.Objective.Classes;
import dev.telltale.train.Objective.Weighting;
import dev.telltale.train.TrainingProgress.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingFaultsTest {
  @TempDir static Path shared;
  private static DataSet birds;

  @TempDir Path temp;

  @BeforeAll
  static void draw() {
    birds = DrawnBirds.draw(shared.resolve("birds"), 80, 1);
  }

  @Test
  void aLossThatIsNoNumberEndsItAndTheLastGoodEpochStays() throws Exception {
    TrainingData data = new TrainingData(DrawnBirds.images(birds), null);
    TrainingSpec spec = classes().optimizer(new Optimizer.SgdChoice(0.9, 0)).epochs(3).build();
    Path run = temp.resolve("run");
    try (Training training = Training.open(spec, data, run, Device.cpu(), progress -> {})) {
      training.epoch(() -> false);
    }
    spoil(run.resolve("epoch-00001").resolve(RunDirectory.OPTIMIZER));
    byte[] good = Files.readAllBytes(run.resolve("epoch-00001/features.pt"));
    List<TrainingProgress> told = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Training.run(
                    spec,
                    data,
                    run,
                    temp.resolve("bundle"),
                    "birds",
                    Device.cpu(),
                    told::add,
                    () -> false))
        .isInstanceOfSatisfying(TrainingException.class, e -> assertThat(e.diverged()).isTrue())
        .hasMessageMatching(
            "epoch 2, batch 2 of 5: the loss is NaN; try a lower --lr than 0.003, with"
                + " another --run \\(epoch 1 is kept in .*run\\)");
    TrainingProgress last = told.get(told.size() - 1);
    assertThat(last.state()).isEqualTo(State.FAILED);
    assertThat(last.diverged()).isTrue();
    assertThat(last.history()).hasSize(1);
    assertThat(temp.resolve("bundle")).doesNotExist();
    assertThat(run.resolve("epoch-00001/features.pt")).hasBinaryContent(good);
    assertThat(run.resolve("epoch-00002")).doesNotExist();
  }

  @Test
  void whatFailsForAnotherReasonIsNotToldAsDiverged() throws Exception {
    TrainingData data = new TrainingData(DrawnBirds.images(birds), null);
    Path run = temp.resolve("run");
    List<TrainingProgress> told = new ArrayList<>();
    assertThatThrownBy(
            () ->
                Training.run(
                    classes().build(),
                    data,
                    run,
                    temp.resolve("bundle"),
                    "birds",
                    Device.cpu(),
                    progress -> {
                      told.add(progress);
                      blockFirstEpoch(run);
                    },
                    () -> false))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("epoch 1 cannot be written");
    TrainingProgress last = told.get(told.size() - 1);
    assertThat(last.state()).isEqualTo(State.FAILED);
    assertThat(last.diverged()).isFalse();
    assertThat(last.history()).isEmpty();
  }

  /** A directory with something in it, where the epoch's own is to be renamed to. */
  private static void blockFirstEpoch(Path run) {
    try {
      Files.createDirectories(run.resolve("epoch-00001/in-the-way"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Momentum that takes every parameter with it at the next step. */
  private static void spoil(Path optimizer) throws IOException {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDList spoilt = new NDList();
      for (NDArray velocity : NDList.decode(manager, Files.readAllBytes(optimizer))) {
        spoilt.add(velocity.mul(Float.NaN));
      }
      Files.write(optimizer, spoilt.encode());
    }
  }

  /** Every bird is in its own place. */
  @Test
  void anEmptyGroupIsRefusedByItsName() throws Exception {
    TrainingData data = new TrainingData(DrawnBirds.images(birds), null);
    refused(
        TrainingSpec.of(new Classes(Weighting.by(Weighting.By.GROUP)), DrawnBirds.SMALL).build(),
        data,
        "no image has bird landbird, place water, so it cannot be weighted");
  }

  @Test
  void oneClassAloneIsRefused() throws Exception {
    DataSet land = birds.only(new Subset(null, Map.of("place", "land"), false, null, 0));
    TrainingData data = new TrainingData(DrawnBirds.images(land), null);
    refused(classes().build(), data, "every image has landbird of bird");
    refused(
        TrainingSpec.of(new Classes(Weighting.by(Weighting.By.CLASS)), DrawnBirds.SMALL).build(),
        data,
        "no image has bird waterbird, so it cannot be weighted");
    refused(
        TrainingSpec.of(
                new Attributes(List.of("place"), Weighting.by(Weighting.By.CLASS)),
                DrawnBirds.SMALL)
            .build(),
        data,
        "no image has place water, so it cannot be weighted");
  }

  @Test
  void weightsOfUnknownClassesAreRefused() throws Exception {
    TrainingData data = new TrainingData(DrawnBirds.images(birds), null);
    Weighting weighting = new Weighting(Weighting.By.IMAGE, Map.of("gull", 2.0));
    refused(
        TrainingSpec.of(new Classes(weighting), DrawnBirds.SMALL).build(),
        data,
        "a weight is given for \"gull\"; the classes are landbird, waterbird");
  }

  @Test
  void whatSaysWhenToStopIsNotTrainedOn() throws Exception {
    TrainingImages all = DrawnBirds.images(birds);
    TrainingImages some = DrawnBirds.images(DrawnBirds.split(birds, "val"));
    assertThatThrownBy(() -> new TrainingData(all, some))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("would be trained on and say when to stop");
    int[] decoded = {0};
    assertThatThrownBy(
            () ->
                TrainingData.read(
                    birds,
                    DrawnBirds.split(birds, "val"),
                    DrawnBirds.SIZE,
                    DrawnBirds.SIZE,
                    done -> decoded[0]++))
        .isInstanceOf(TrainingException.class);
    assertThat(decoded[0]).as("before any is decoded").isZero();
    refused(
        classes().patience(2).build(),
        new TrainingData(all, null),
        "patience and plateau look at a stopping split; give one with --stop-on");
  }

  @Test
  void unreadableImagesAreLeftOutUpToAShare() throws Exception {
    Path copy = temp.resolve("copy");
    DataSet spoilt = DrawnBirds.draw(copy, 40, 0.5);
    Path third = spoilt.samples().get(3).image();
    Files.write(third, new byte[] {1, 2, 3});
    TrainingImages images = DrawnBirds.images(DataSets.open("birds", copy, null));
    assertThat(images.unreadable()).singleElement().extracting("id").isEqualTo("images/000003.png");
    TrainingData data = new TrainingData(images, null);
    refused(
        classes().unreadable(0.01).build(),
        data,
        "1 of 40 images cannot be read, such as images/000003.png: ");
    try (Training training =
        Training.open(
            classes().unreadable(0.05).build(),
            data,
            temp.resolve("run"),
            Device.cpu(),
            progress -> assertThat(progress.images()).isEqualTo(39))) {
      assertThat(training.epoch(() -> false)).isTrue();
    }
  }

  @Test
  void aBatchOfMoreThanAllImagesIsRefused() throws Exception {
    refused(
        classes().batch(100).build(),
        new TrainingData(DrawnBirds.images(birds), null),
        "80 images can be learnt from, fewer than a batch of 100; give a smaller --batch");
  }

  /** Two buffers of it would be made before the first step. */
  @Test
  void aBatchThatMemoryCannotHoldTwiceIsRefused() throws Exception {
    long image = 4L * 3 * DrawnBirds.SIZE * DrawnBirds.SIZE;
    long most = TrainingImages.mostBytes() / 2 / image;
    TrainingData data = new TrainingData(DrawnBirds.images(birds), null);
    refused(
        classes().batch(Math.toIntExact(most + 1)).build(),
        data,
        "give a --batch of at most %,d, or a larger heap".formatted(most));
    refused(classes().batch(Integer.MAX_VALUE).build(), data, "give a --batch of at most");
    refused(
        classes().batch(Math.toIntExact(most)).build(),
        data,
        "80 images can be learnt from, fewer");
  }

  @Test
  void otherImagesOrOptionsInTheSameRunAreRefused() throws Exception {
    Path run = temp.resolve("run");
    TrainingData data = new TrainingData(DrawnBirds.images(birds), null);
    try (Training training =
        Training.open(classes().build(), data, run, Device.cpu(), progress -> {})) {
      refused(classes().build(), data, run, "is used by another training");
      training.epoch(() -> false);
    }
    refused(classes().seed(8).build(), data, run, "its spec.seed is 7, here 8");
    DataSet fewer = birds.only(new Subset(null, Map.of(), false, 60, 0));
    refused(
        classes().build(),
        new TrainingData(DrawnBirds.images(fewer), null),
        run,
        "is another training: its images.images is 80, here 60");
  }

  private void refused(TrainingSpec spec, TrainingData data, String why) {
    refused(spec, data, temp.resolve("none"), why);
    assertThat(temp.resolve("none")).doesNotExist();
  }

  private static void refused(TrainingSpec spec, TrainingData data, Path run, String why) {
    assertThatThrownBy(() -> Training.open(spec, data, run, Device.cpu(), progress -> {}).close())
        .isInstanceOfSatisfying(TrainingException.class, e -> assertThat(e.diverged()).isFalse())
        .hasMessageContaining(why);
  }

  private static TrainingSpec.Builder classes() {
    return TrainingSpec.of(new Classes(Weighting.NONE), DrawnBirds.SMALL)
        .batch(16)
        .epochs(2)
        .seed(7);
  }
}

package dev.telltale.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.telltale.dataset.DataSet;
import dev.telltale.model.Classifier;
import dev.telltale.testing.Python;
import dev.telltale.train.Objective.Classes;
import dev.telltale.train.Objective.Weighting;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedFilesTest {
  private static final String PYTHON =
      """
      import sys, torch
      features = torch.jit.load(sys.argv[1] + "/features.pt")
      head = torch.jit.load(sys.argv[1] + "/head.pt")
      assert not features.training
      images = (torch.arange(2 * 3 * 32 * 32) % 251).float().reshape(2, 3, 32, 32) / 250
      with torch.no_grad():
          print(*head(features(images)).flatten().tolist())
      """;

  @TempDir Path temp;

  @Test
  void pythonReadsTheSameNetwork() throws Exception {
    Python python = Python.with("torch").orElse(null);
    assumeTrue(python != null, "no Python with torch here");
    Training.Outcome outcome = DrawnBirds.train(classes(1), data(), temp);
    String[] said = python.run(PYTHON, outcome.bundle().directory()).split(" ");
    try (Classifier classifier = Classifier.load(outcome.bundle(), Device.cpu());
        NDManager scope = classifier.newScope()) {
      float[] pixels = new float[2 * 3 * 32 * 32];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = i % 251 / 250f;
      }
      NDArray images = scope.create(pixels, new Shape(2, 3, 32, 32));
      float[] logits = classifier.logits(classifier.features(images)).toFloatArray();
      assertThat(said).hasSize(logits.length);
      for (int i = 0; i < logits.length; i++) {
        assertThat(Float.parseFloat(said[i])).isCloseTo(logits[i], within(2e-4f));
      }
    }
  }

  /**
   * What is anonymous beside the heap: libtorch, and the tensors of steps that were not freed. A
   * set of the small network's gradients is 0.7 MB. One that was left behind by each step would be
   * 24 MB an epoch (28 steps and 6 batches that are attacked) and at least 140 MB between the two
   * looks, which are six to fifteen epochs apart.
   */
  @Test
  void nativeMemoryStaysFlatOverEpochs() throws Exception {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "only Linux tells how much memory a process has");
    DataSet birds = DrawnBirds.draw(temp.resolve("birds"), 80, 0.5);
    TrainingData data =
        new TrainingData(
            DrawnBirds.images(DrawnBirds.split(birds, "train")),
            DrawnBirds.images(DrawnBirds.split(birds, "val")));
    int epochs = 20;
    TrainingSpec spec =
        TrainingSpec.of(new Classes(Weighting.NONE), DrawnBirds.SMALL)
            .batch(2)
            .epochs(epochs)
            .adversary(new Pgd(Pgd.Norm.LINF, 0.02, 0.01, 1))
            .build();
    List<Long> kilobytes = new ArrayList<>();
    try (Training training =
        Training.open(spec, data, temp.resolve("run"), Device.cpu(), progress -> {})) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        training.epoch(() -> false);
        kilobytes.add(besideTheHeap(status));
      }
    }
    // The least of a few: what the heap grows by in between comes and goes.
    long settled = Collections.min(kilobytes.subList(5, 10));
    long end = Collections.min(kilobytes.subList(15, 20));
    assertThat(end - settled).as("growth over ten epochs, of %s kB", kilobytes).isLessThan(20_000);
  }

  private static long besideTheHeap(Path status) throws Exception {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / 1024;
    return Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("RssAnon:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        - heap;
  }

  private TrainingData data() throws InterruptedException {
    return new TrainingData(
        DrawnBirds.images(DrawnBirds.draw(temp.resolve("birds"), 64, 0.5)), null);
  }

  private static TrainingSpec classes(int epochs) {
    return TrainingSpec.of(new Classes(Weighting.NONE), DrawnBirds.SMALL)
        .batch(16)
        .epochs(epochs)
        .build();
  }
}

package dev.telltale.train;

import ai.djl.Device;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.model.ModelBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A few drawn birds to learn from, and what tests of trainings ask of them. */
final class DrawnBirds {
  static final int SIZE = 32;
  static final Path NETWORKS = Path.of("../models/networks");
  static final StartNetwork SMALL = new StartNetwork(NETWORKS.resolve("small"), SIZE, SIZE, true);
  static final StartNetwork AUTOENCODER =
      new StartNetwork(NETWORKS.resolve("autoencoder"), SIZE, SIZE, true);

  private DrawnBirds() {}

  static DataSet draw(Path directory, int count, double correlation) {
    new Waterbirds(correlation, SIZE, 11).write(directory, count, done -> {});
    return DataSets.open("birds", directory, null);
  }

  static DataSet split(DataSet dataSet, String split) {
    return dataSet.only(new Subset(split, Map.of(), false, null, 0));
  }

  static TrainingImages images(DataSet dataSet) throws InterruptedException {
    return TrainingImages.read(dataSet, SIZE, SIZE, done -> {});
  }

  static Training.Outcome train(TrainingSpec spec, TrainingData data, Path directory)
      throws InterruptedException {
    Path run = directory.resolve("run");
    Path bundle = directory.resolve("bundle");
    return Training.run(
        spec, data, run, bundle, "birds", Device.cpu(), progress -> {}, () -> false);
  }

  static byte[] file(Training.Outcome outcome, String name) throws Exception {
    ModelBundle bundle = outcome.bundle();
    return Files.readAllBytes(bundle.directory().resolve(name));
  }
}

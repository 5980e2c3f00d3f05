package dev.telltale.cli.bench;

import ai.djl.Device;
import dev.telltale.arrays.NpyType;
import dev.telltale.arrays.NpyWriter;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.image.ModelInput;
import dev.telltale.image.Pictures;
import dev.telltale.image.UnreadableImageException;
import dev.telltale.train.Objective.Classes;
import dev.telltale.train.Objective.Weighting;
import dev.telltale.train.StartNetwork;
import dev.telltale.train.Training;
import dev.telltale.train.TrainingData;
import dev.telltale.train.TrainingSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Epochs of a training as {@code telltale train} runs them, with its checkpoints. */
final class Epochs implements AutoCloseable {
  static final int BATCH = 64;
  static final double LEARNING_RATE = 0.001;
  private static final int SIZE = 64;

  private final DataSet dataSet;
  private final Path directory;
  private final StartNetwork network;
  private final Training training;

  /**
   * @param most epochs, beside one to warm up
   */
  Epochs(DataSet dataSet, Path directory, int most) throws InterruptedException {
    this.dataSet = dataSet;
    this.directory = directory;
    this.network =
        new StartNetwork(
            Path.of(System.getProperty("telltale.home", "."), "models", "networks", "small"),
            SIZE,
            SIZE,
            true);
    TrainingSpec spec =
        TrainingSpec.of(new Classes(Weighting.NONE), network)
            .batch(BATCH)
            .epochs(most + 1)
            .learningRate(LEARNING_RATE)
            .build();
    TrainingData data = TrainingData.read(dataSet, null, SIZE, SIZE, done -> {});
    this.training =
        Training.open(spec, data, directory.resolve("run"), Device.cpu(), progress -> {});
  }

  int images() {
    return dataSet.samples().size();
  }

  /** The next epoch, in seconds. */
  double seconds() throws InterruptedException {
    long start = System.nanoTime();
    training.epoch(() -> false);
    return (System.nanoTime() - start) / 1e9;
  }

  /** The network that is trained. */
  Path features() {
    return network.directory().resolve("features.pt");
  }

  /** Writes the images as NumPy reads them, [N,3,H,W] in [0,1]. */
  Path writeImages() throws IOException {
    Path file = directory.resolve("images.npy");
    int size = 3 * SIZE * SIZE;
    try (NpyWriter out = NpyWriter.create(file, NpyType.F4, images(), 3, SIZE, SIZE)) {
      ByteBuffer row = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < images(); i++) {
        byte[] picture = Files.readAllBytes(dataSet.samples().get(i).image());
        row.clear().asFloatBuffer().put(ModelInput.of(Pictures.decode(picture), SIZE, SIZE));
        out.append(row);
      }
    } catch (UnreadableImageException e) {
      throw new IllegalStateException("a benchmark needs pictures that can be read", e);
    }
    return file;
  }

  /** Writes the labels as NumPy reads them, [N]. */
  Path writeLabels() throws IOException {
    Path file = directory.resolve("labels.npy");
    Column label = dataSet.samples().label().orElseThrow();
    int[] codes = new int[images()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = dataSet.samples().code(label, i);
    }
    NpyWriter.write(file, codes);
    return file;
  }

  @Override
  public void close() {
    training.close();
  }
}

package dev.telltale.study;

import ai.djl.Device;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.model.ModelBundle;
import dev.telltale.train.Objective;
import dev.telltale.train.StartNetwork;
import dev.telltale.train.Training;
import dev.telltale.train.TrainingData;
import dev.telltale.train.TrainingImages;
import dev.telltale.train.TrainingProgress;
import dev.telltale.train.TrainingProgress.Listener;
import dev.telltale.train.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Draws data sets and trains networks in a study's working directory, each once. */
final class Workshop {
  /** Height and width of all drawn images. */
  static final int SIZE = 64;

  private final StudySetting setting;

  Workshop(StudySetting setting) {
    this.setting = setting;
  }

  StudySetting setting() {
    return setting;
  }

  /**
   * A drawn data set, drawn unless it is there.
   *
   * @param name of its directory; another drawing needs another
   * @param draw writes it into a directory that is not there yet
   */
  DataSet drawn(String name, Consumer<Path> draw) {
    Path directory = setting.work().resolve("data").resolve(name);
    if (!Files.exists(directory)) {
      Path part = directory.resolveSibling(name + ".part");
      draw.accept(part);
      move(part, directory);
    }
    return DataSets.open(name, directory, null);
  }

  /** Trains a network; one that is trained already is only looked at whether it is the same. */
  ModelBundle trained(
      String name, TrainingSpec.Builder spec, DataSet learning, @Nullable DataSet stopping)
      throws InterruptedException {
    Path bundle = setting.work().resolve("bundles").resolve(name);
    Path run = setting.work().resolve("runs").resolve(name);
    TrainingData data =
        new TrainingData(images(learning), stopping == null ? null : images(stopping));
    Training.Outcome outcome =
        Training.run(
            spec.build(),
            data,
            run,
            bundle,
            name,
            Device.cpu(),
            saying(name),
            () -> Thread.currentThread().isInterrupted());
    if (outcome.bundle() == null) {
      throw new InterruptedException(name + " was interrupted; the same command goes on");
    }
    return Objects.requireNonNull(outcome.bundle());
  }

  /** A spec of a network to begin with: {@code small} or {@code autoencoder}. */
  TrainingSpec.Builder spec(Objective objective, String network) {
    return TrainingSpec.of(
        objective, new StartNetwork(setting.networks().resolve(network), SIZE, SIZE, true));
  }

  /** Says each epoch that is finished now; not those that were before. */
  private Listener saying(String name) {
    AtomicInteger said = new AtomicInteger(-1);
    return progress -> {
      int done = progress.history().size();
      int before = said.getAndSet(done);
      if (before >= 0 && done > before) {
        setting.say().accept(line(name, progress.history().get(done - 1), progress.epochs()));
      }
    };
  }

  private static String line(String name, TrainingProgress.Epoch last, int epochs) {
    return String.format(
        Locale.ROOT,
        "%s: epoch %d of %d, loss %.4f%s, %.1f s",
        name,
        last.epoch(),
        epochs,
        last.loss(),
        last.accuracy() == null
            ? ""
            : String.format(Locale.ROOT, ", accuracy %.3f", last.accuracy()),
        last.seconds());
  }

  private static TrainingImages images(DataSet dataSet) throws InterruptedException {
    return TrainingImages.read(dataSet, SIZE, SIZE, done -> {});
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

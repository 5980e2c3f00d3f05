package dev.telltale.cli;

import dev.telltale.dataset.DataSet;
import dev.telltale.train.Augmentation;
import dev.telltale.train.Choices;
import dev.telltale.train.Objective;
import dev.telltale.train.Optimizer;
import dev.telltale.train.Pgd;
import dev.telltale.train.StartNetwork;
import dev.telltale.train.TrainingSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every kind of training asks for. */
final class TrainOptions {
  @Option(names = "--data", required = true, description = "the data set's directory")
  Path data;

  @Option(names = "--out", required = true, description = "the new bundle's directory")
  Path out;

  @Option(
      names = "--run",
      description =
          "directory of the training itself; the same command again goes on there (default:"
              + " OUT.run)")
  @Nullable Path run;

  @Option(names = "--name", description = "the new bundle's name (default: its directory's)")
  @Nullable String name;

  @Mixin TrainingReportOptions reporting;

  @Mixin DataOptions dataOptions;

  @Option(
      names = "--stop-on",
      paramLabel = "SPLIT",
      description =
          "look at this split after each epoch, and keep the epoch with its lowest loss; learnt"
              + " from is --split, or train")
  @Nullable String stopOn;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description = "end after so many epochs without a lower loss of --stop-on")
  @Nullable Integer patience;

  @Option(
      names = "--network",
      paramLabel = "NAME|DIR",
      description =
          "small, autoencoder, or a directory with scripted features.pt, or encoder.pt and"
              + " decoder.pt (default: small; autoencoder)")
  @Nullable String network;

  @Option(
      names = "--size",
      description = "height and width of the images (default: the bundle's, else 64)")
  @Nullable Integer size;

  @Option(
      names = "--keep-weights",
      description = "begin with the network's own weights instead of drawing them by the seed")
  boolean keepWeights;

  @Option(
      names = "--epochs",
      defaultValue = "10",
      description = "passes over the images (default: ${DEFAULT-VALUE})")
  int epochs;

  @Option(
      names = "--batch",
      defaultValue = "64",
      description = "images of a step (default: ${DEFAULT-VALUE})")
  int batch;

  @Option(
      names = "--optimizer",
      defaultValue = "adamw",
      description = "sgd, adam or adamw (default: ${DEFAULT-VALUE})")
  String optimizer;

  @Option(names = "--lr", description = "the greatest learning rate (default: 0.003; sgd 0.05)")
  @Nullable Double learningRate;

  @Option(
      names = "--schedule",
      defaultValue = "one-cycle",
      description =
          "constant, cosine, one-cycle, or plateau, which looks at --stop-on (default:"
              + " ${DEFAULT-VALUE})")
  String schedule;

  @Option(
      names = "--plateau-factor",
      defaultValue = "0.1",
      description = "of the rate, each time it is lowered (default: ${DEFAULT-VALUE})")
  double plateauFactor;

  @Option(
      names = "--plateau-patience",
      defaultValue = "5",
      paramLabel = "EPOCHS",
      description = "without a better loss before the rate is lowered (default: ${DEFAULT-VALUE})")
  int plateauPatience;

  @Option(
      names = "--momentum",
      defaultValue = "0.9",
      description = "of sgd (default: ${DEFAULT-VALUE})")
  double momentum;

  @Option(names = "--weight-decay", description = "(default: 0.01 of adamw; else 0)")
  @Nullable Double weightDecay;

  @Option(
      names = "--crop",
      defaultValue = "0",
      paramLabel = "PIXELS",
      description = "move images by up to so many pixels (default: ${DEFAULT-VALUE})")
  int crop;

  @Option(
      names = "--flip",
      defaultValue = "0",
      paramLabel = "SHARE",
      description = "mirror this share of the images (default: ${DEFAULT-VALUE})")
  double flip;

  @Option(
      names = "--blur",
      defaultValue = "0",
      paramLabel = "SHARE",
      description = "blur this share of the images (default: ${DEFAULT-VALUE})")
  double blur;

  @Option(
      names = "--noise",
      defaultValue = "0",
      paramLabel = "STD",
      description = "add noise of up to this standard deviation (default: ${DEFAULT-VALUE})")
  double noise;

  @Option(
      names = "--unreadable",
      defaultValue = "0.01",
      paramLabel = "SHARE",
      description =
          "share of the images that may be unreadable and are left out (default: ${DEFAULT-VALUE})")
  double unreadable;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "of weights, order, augmentation and noise (default: ${DEFAULT-VALUE})")
  long seed;

  @Option(names = "--json", description = "print the outcome as one JSON line on standard output")
  boolean json;

  /** The directory of the training itself. */
  Path run() {
    Path target = out.toAbsolutePath().normalize();
    return run != null ? run : target.resolveSibling(target.getFileName() + ".run");
  }

  /** The new bundle's name. */
  String name() {
    return name != null ? name : String.valueOf(out.toAbsolutePath().normalize().getFileName());
  }

  /** The pictures to learn from: of the split that is asked for, or train where there is one. */
  DataSet learning(DataSet whole) {
    return Choices.learning(whole, dataOptions.part());
  }

  /** The pictures that say when to stop; null for none. */
  @Nullable DataSet stopping(DataSet whole) {
    return Choices.stopping(whole, stopOn, dataOptions.where);
  }

  /**
   * What is asked for.
   *
   * @param adversary makes the images harder; null for not
   * @throws UsageException if an option is out of its range
   */
  TrainingSpec spec(Objective objective, @Nullable Pgd adversary) {
    try {
      return TrainingSpec.of(objective, network(objective))
          .epochs(epochs)
          .batch(batch)
          .optimizer(optimizer())
          .learningRate(Choices.learningRate(learningRate, optimizer))
          .schedule(Choices.schedule("--schedule", schedule))
          .plateau(Choices.plateau(schedule, plateauFactor, plateauPatience))
          .patience(patience)
          .augmentation(new Augmentation(crop, flip, blur, noise))
          .adversary(adversary)
          .unreadable(unreadable)
          .seed(seed)
          .build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private StartNetwork network(Objective objective) {
    boolean autoencoder = objective instanceof Objective.Reconstruction;
    String wanted = network != null ? network : autoencoder ? "autoencoder" : "small";
    Path directory = Choices.ownNetwork(wanted);
    if (!wanted.matches("[a-z0-9-]+") || !Files.isDirectory(directory)) {
      directory = Path.of(wanted);
    }
    if (!Files.isDirectory(directory)) {
      throw new UsageException(
          "--network " + wanted + ": neither small nor autoencoder, and no such directory");
    }
    return Choices.network(directory, size, keepWeights);
  }

  private Optimizer.Choice optimizer() {
    if ((weightDecay != null && !(weightDecay >= 0)) || !(momentum >= 0 && momentum < 1)) {
      throw new UsageException(
          "--weight-decay is 0 or more, --momentum from 0 to below 1: %s, %s"
              .formatted(weightDecay == null ? "its own" : weightDecay, momentum));
    }
    return Choices.optimizer("--optimizer", optimizer, weightDecay, momentum);
  }
}

package dev.telltale.cli;

import dev.telltale.train.Choices;
import dev.telltale.train.Objective;
import dev.telltale.train.Objective.Reconstruction;
import dev.telltale.train.Objective.Reconstruction.Difference;
import dev.telltale.train.Pgd;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code telltale train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a network on a data set and saves it as a bundle that PyTorch opens too"
          + " (docs/training.md).",
      "Killed and started again by the same command it goes on where it was, to the same bytes."
    },
    synopsisSubcommandLabel = "COMMAND")
final class TrainCommand {

  @Command(
      name = "classifier",
      mixinStandardHelpOptions = true,
      description = {
        "Trains features and a linear head to tell the label (or --target), or several attributes.",
        "Exit status: 0 done, 1 when the loss became infinite or no number, 2 on wrong use or a"
            + " full disk; when Ctrl-C or a signal ends it, that of the signal (130, 143)."
      })
  int classifier(
      @Mixin TrainOptions options,
      @Option(
              names = "--attributes",
              split = ",",
              paramLabel = "ATTRIBUTE",
              description = "attributes to tell, each by itself, instead of one label")
          @Nullable List<String> attributes,
      @Option(
              names = "--weights",
              description =
                  "class or group: each counts the same in all; or of classes, such as"
                      + " landbird=1,waterbird=3")
          @Nullable String weights,
      @Mixin Adversarial adversarial)
      throws Exception {
    if (attributes != null && options.dataOptions.target != null) {
      throw new UsageException("give --target or --attributes, not both");
    }
    return TrainRun.of(
        options,
        asked(() -> Choices.classifier(attributes, "--weights", weights)),
        adversarial.pgd());
  }

  @Command(
      name = "encoder",
      mixinStandardHelpOptions = true,
      description = {
        "Trains features to tell several columns at once, a softmax for each.",
        "Exit status: 0 done, 1 when the loss became infinite or no number, 2 on wrong use or a"
            + " full disk; when Ctrl-C or a signal ends it, that of the signal (130, 143)."
      })
  int encoder(
      @Mixin TrainOptions options,
      @Option(
              names = "--targets",
              required = true,
              split = ",",
              paramLabel = "ATTRIBUTE",
              description = "columns to tell, such as label,place,age>=40")
          List<String> targets,
      @Mixin Adversarial adversarial)
      throws Exception {
    return TrainRun.of(options, new Objective.Columns(targets), adversarial.pgd());
  }

  @Command(
      name = "autoencoder",
      mixinStandardHelpOptions = true,
      description = {
        "Trains an encoder and a decoder to give back the image.",
        "Exit status: 0 done, 1 when the loss became infinite or no number, 2 on wrong use or a"
            + " full disk; when Ctrl-C or a signal ends it, that of the signal (130, 143)."
      })
  int autoencoder(
      @Mixin TrainOptions options,
      @Option(
              names = "--loss",
              defaultValue = "l1",
              description = "l1 or mse (default: ${DEFAULT-VALUE})")
          Difference loss,
      @Option(
              names = "--latent-noise",
              defaultValue = "0",
              paramLabel = "STD",
              description =
                  "standard deviation of noise on the latent code while training (default:"
                      + " ${DEFAULT-VALUE})")
          double latentNoise)
      throws Exception {
    return TrainRun.of(options, asked(() -> new Reconstruction(loss, latentNoise)), null);
  }

  private static <T> T asked(Supplier<T> choice) {
    try {
      return choice.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** Adversarial training. */
  static final class Adversarial {
    @Option(
        names = "--adversarial",
        paramLabel = "NORM:EPS",
        description = "learn from images that are made harder within l2:EPS or linf:EPS")
    @Nullable String ball;

    @Option(
        names = "--adversarial-steps",
        defaultValue = "7",
        description = "of the attack, each 2.5 · EPS / steps long (default: ${DEFAULT-VALUE})")
    int steps;

    @Nullable Pgd pgd() {
      if (steps < 1) {
        throw new UsageException("--adversarial-steps is 1 or more, not " + steps);
      }
      return ball == null ? null : asked(() -> Choices.adversary("--adversarial", ball, steps));
    }
  }
}

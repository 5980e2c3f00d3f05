package dev.telltale.cli;

import dev.telltale.train.Objective;
import dev.telltale.train.Objective.Reconstruction;
import dev.telltale.train.Objective.Reconstruction.Difference;
import dev.telltale.train.Objective.Weighting;
import dev.telltale.train.Pgd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Weighting weighting = weighting(weights);
    return TrainRun.of(
        options, objective(attributes, weighting, options.dataOptions.target), adversarial.pgd());
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
    return TrainRun.of(options, reconstruction(loss, latentNoise), null);
  }

  private static Reconstruction reconstruction(Difference loss, double latentNoise) {
    try {
      return new Reconstruction(loss, latentNoise);
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
      if (ball == null) {
        return null;
      }
      String[] parts = ball.split(":", -1);
      try {
        double epsilon = Double.parseDouble(parts[1]);
        Pgd.Norm norm =
            switch (parts[0]) {
              case "l2" -> Pgd.Norm.L2;
              case "linf" -> Pgd.Norm.LINF;
              default ->
                  throw TrainOptions.unknown("the norm of --adversarial", parts[0], "l2 or linf");
            };
        return new Pgd(norm, epsilon, 2.5 * epsilon / steps, steps);
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw new UsageException("--adversarial is like l2:0.5 or linf:0.03, not " + ball);
      }
    }
  }

  private static Objective objective(
      @Nullable List<String> attributes, Weighting weighting, @Nullable String target) {
    if (attributes == null) {
      return new Objective.Classes(weighting);
    }
    if (target != null) {
      throw new UsageException("give --target or --attributes, not both");
    }
    try {
      return new Objective.Attributes(attributes, weighting);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static Weighting weighting(@Nullable String weights) {
    if (weights == null) {
      return Weighting.NONE;
    }
    if (weights.equals("class")) {
      return Weighting.by(Weighting.By.CLASS);
    }
    if (weights.equals("group")) {
      return Weighting.by(Weighting.By.GROUP);
    }
    Map<String, Double> given = new LinkedHashMap<>();
    try {
      for (String one : weights.split(",")) {
        int equals = one.lastIndexOf('=');
        given.put(one.substring(0, equals), Double.valueOf(one.substring(equals + 1)));
      }
      return new Weighting(Weighting.By.IMAGE, given);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new UsageException(
          "--weights is class, group, or like landbird=1,waterbird=3, not " + weights);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}

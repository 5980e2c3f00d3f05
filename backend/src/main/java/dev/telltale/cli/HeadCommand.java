package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.features.FeatureTable;
import dev.telltale.features.head.HeadFit;
import dev.telltale.features.head.HeadFit.Solver;
import dev.telltale.features.head.HeadFit.SplitAccuracy;
import dev.telltale.features.head.Sgd;
import dev.telltale.model.Devices;
import dev.telltale.model.HeadBundle;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.NewBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code telltale head fit}. */
@Command(
    name = "head",
    mixinStandardHelpOptions = true,
    description = "Fits linear heads on features.",
    synopsisSubcommandLabel = "COMMAND")
final class HeadCommand {

  /**
   * What was done, for scripts.
   *
   * @param bundle the new bundle's directory
   * @param hash its hash
   * @param loss at the end, see {@link HeadFit#loss}
   * @param rounds epochs or iterations done
   * @param converged whether L-BFGS reached the minimum
   * @param accuracy of each split, in percent
   */
  record Outcome(
      String bundle,
      String hash,
      double loss,
      int rounds,
      boolean converged,
      List<SplitAccuracy> accuracy) {}

  @Command(
      name = "fit",
      mixinStandardHelpOptions = true,
      description = {
        "Fits a linear head for a data set's own classes on features that telltale encode made, and"
            + " saves it with the model's features as a new bundle (docs/features.md).",
        "The same features and options give the same bundle."
      })
  int fit(
      @Option(names = "--features", required = true, description = "directory of features")
          Path features,
      @Option(
              names = "--model",
              required = true,
              description = "the bundle that the features were made with")
          Path model,
      @Option(names = "--out", required = true, description = "the new bundle's directory")
          Path out,
      @Option(
              names = "--solver",
              defaultValue = "sgd",
              description =
                  "sgd: steps with momentum, as the published code of Spuriosity Rankings; lbfgs:"
                      + " to the minimum (default: ${DEFAULT-VALUE})")
          Solver solver,
      @Option(
              names = "--epochs",
              description =
                  "passes over the images; of lbfgs the most iterations (default: 20; lbfgs 500)")
          Optional<Integer> epochs,
      @Option(names = "--lr", description = "learning rate of sgd (default: 0.01)")
          Optional<Double> learningRate,
      @Option(names = "--batch", description = "images of a step of sgd (default: 128)")
          Optional<Integer> batch,
      @Option(
              names = "--l2",
              description =
                  "factor of half the squared weights in the loss (default: 0; lbfgs 0.0001)")
          Optional<Double> l2,
      @Option(
              names = "--seed",
              defaultValue = "0",
              description = "of the images' order in sgd (default: ${DEFAULT-VALUE})")
          long seed,
      @Option(
              names = "--split",
              description = "fit on this split only (default: train, where there is one; else all)")
          @Nullable String split,
      @Option(names = "--balanced", description = "let every class count the same")
          boolean balanced,
      @Option(names = "--name", description = "the new bundle's name (default: MODEL-DATASET)")
          @Nullable String name,
      @Option(names = "--json", description = "print the outcome as one JSON line") boolean json)
      throws JsonProcessingException {
    ModelBundle parent = ModelBundle.read(model);
    FeatureTable table = FeatureTable.open(features);
    String called = name != null ? name : parent.spec().name() + "-" + table.dataSet();
    NewBundle.check(out, called);
    HeadFit.Options options =
        new HeadFit.Options(
            solver,
            epochs.orElse(solver.rounds()),
            learningRate.orElse(Sgd.Options.DEFAULTS.learningRate()),
            batch.orElse(Sgd.Options.DEFAULTS.batch()),
            l2.orElse(solver.l2()),
            seed,
            balanced,
            split);
    HeadFit fit = fit(table, parent, options);
    ModelBundle saved =
        HeadBundle.save(out, called, parent, fit.head(), table.classes(), fit.provenance());
    if (json) {
      System.out.println(
          new ObjectMapper()
              .writeValueAsString(
                  new Outcome(
                      out.toString(),
                      saved.hash(),
                      fit.loss(),
                      fit.rounds(),
                      fit.converged(),
                      fit.accuracies())));
    }
    fit.accuracies().forEach(HeadCommand::report);
    System.err.printf(
        Locale.ROOT,
        "%s, loss %.6g; saved in %s, hash %s%n",
        rounds(options.solver(), fit),
        fit.loss(),
        out,
        saved.hash());
    return 0;
  }

  private static HeadFit fit(FeatureTable table, ModelBundle parent, HeadFit.Options options) {
    String rounds = options.solver() == Solver.SGD ? "epochs done" : "iterations done, at most";
    try (Progress progress = new Progress(rounds, options.rounds())) {
      return HeadFit.of(table, parent, options, Devices.slots(1).get(0).device(), progress::set);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static void report(SplitAccuracy accuracy) {
    System.err.printf(
        Locale.ROOT,
        "%-10s %,9d images, %.1f %% right%s%n",
        accuracy.split(),
        accuracy.images(),
        accuracy.percent(),
        accuracy.fitted() ? " (fitted on these)" : "");
  }

  private static String rounds(Solver solver, HeadFit fit) {
    if (solver == Solver.SGD) {
      return fit.rounds() + " epochs";
    }
    return (fit.converged() ? "converged after " : "NOT converged after ")
        + fit.rounds()
        + " iterations";
  }
}

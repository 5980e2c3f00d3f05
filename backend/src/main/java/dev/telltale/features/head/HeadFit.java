package dev.telltale.features.head;

import ai.djl.Device;
import dev.telltale.features.FeatureTable;
import dev.telltale.features.FeaturesException;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A new linear head for the classes of a data set, fitted on its features.
 *
 * @param head the result
 * @param loss SGD: mean over the batches of the last epoch, each before its step; L-BFGS: of the
 *     result, with the penalty
 * @param rounds epochs or iterations done
 * @param converged L-BFGS only: whether the minimum was reached; true with SGD, which has no such
 *     end
 * @param accuracies of each split
 * @param provenance what it was made from and how, for the bundle's {@code model.json}
 */
public record HeadFit(
    LinearHead head,
    double loss,
    int rounds,
    boolean converged,
    List<SplitAccuracy> accuracies,
    Map<String, Object> provenance) {

  private static final List<String> TRAINING = List.of("train", "training");

  /** How a head is fitted. */
  public enum Solver {
    /** Stochastic gradient descent, {@link Sgd}. */
    SGD(Sgd.Options.DEFAULTS.epochs(), Sgd.Options.DEFAULTS.l2()),
    /** To the minimum, {@link LogisticRegression}. */
    LBFGS(
        LogisticRegression.Options.DEFAULTS.mostIterations(),
        LogisticRegression.Options.DEFAULTS.l2());

    private final int rounds;
    private final double l2;

    Solver(int rounds, double l2) {
      this.rounds = rounds;
      this.l2 = l2;
    }

    /** Epochs, or most iterations, where nothing else is asked for. */
    public int rounds() {
      return rounds;
    }

    /** Factor of half the squared weights in the loss where nothing else is asked for. */
    public double l2() {
      return l2;
    }
  }

  /**
   * What to fit on, and how.
   *
   * @param rounds epochs, or the most iterations
   * @param learningRate SGD only
   * @param batch SGD only: images of a step
   * @param l2 factor of half the squared weights in the loss
   * @param seed SGD only: of the order of the images
   * @param balanced whether every class counts the same
   * @param split the images to fit on; null for those of {@code train} where there is such a split,
   *     else all
   */
  public record Options(
      Solver solver,
      int rounds,
      double learningRate,
      int batch,
      double l2,
      long seed,
      boolean balanced,
      @Nullable String split) {}

  /**
   * How many images of a split the head gets right.
   *
   * @param split name of the split; {@code all} where there are none, {@code none} for those in
   *     none
   * @param images readable and labelled
   * @param percent right
   * @param fitted whether the head was fitted on these images, so that this is no estimate of what
   *     it does on others
   */
  public record SplitAccuracy(String split, int images, double percent, boolean fitted) {}

  /**
   * Fits a head.
   *
   * @param parent the bundle that the features were made with
   * @param device where to multiply
   * @param progress is told the rounds so far
   * @throws FeaturesException when the features are of another bundle or were changed, there is no
   *     such split, it has no two classes with readable images, or the fit diverges
   * @throws IllegalArgumentException when an option is out of its range
   */
  public static HeadFit of(
      FeatureTable table,
      ModelBundle parent,
      Options options,
      Device device,
      IntConsumer progress) {
    if (!table.bundleHash().equals(parent.hash())) {
      throw new FeaturesException(
          "the features are of the bundle %s (%s), not of %s (%s)"
              .formatted(
                  table.bundleName(), table.bundleHash(), parent.spec().name(), parent.hash()));
    }
    table.checkFeatures();
    String split = split(table, options.split());
    int[] images = images(table, split == null ? -2 : table.splits().indexOf(split));
    if (Arrays.stream(images).map(table::label).distinct().limit(2).count() < 2) {
      throw new FeaturesException(
          "a head needs readable images of two classes or more; %s has %d images of fewer"
              .formatted(split == null ? table.dataSet() : "split " + split, images.length));
    }
    Examples examples = Examples.of(table, images);
    if (options.balanced()) {
      examples = examples.classWeighted(examples.balance(table.classes().size()));
    }
    LinearHead zero = Heads.zero(table.classes().size(), table.channels());
    Fitted fitted =
        options.solver() == Solver.SGD
            ? sgd(examples, zero, options, device, progress)
            : lbfgs(examples, zero, options, device, progress);
    if (!Double.isFinite(fitted.loss()) || !Heads.finite(fitted.head())) {
      throw new FeaturesException(
          "the fit diverged, with a loss of %s; give a %s"
              .formatted(
                  fitted.loss(),
                  options.solver() == Solver.SGD ? "smaller learning rate" : "larger l2"));
    }
    return new HeadFit(
        fitted.head(),
        fitted.loss(),
        fitted.rounds(),
        fitted.converged(),
        accuracies(table, split, fitted.head(), device),
        provenance(table, options, split, images.length, fitted));
  }

  private record Fitted(LinearHead head, double loss, int rounds, boolean converged) {}

  private static Fitted sgd(
      Examples examples, LinearHead start, Options options, Device device, IntConsumer progress) {
    List<Sgd.Epoch> last = new ArrayList<>();
    LinearHead head =
        Sgd.fit(
            examples,
            start,
            new Sgd.Options(
                options.learningRate(),
                options.rounds(),
                options.batch(),
                Sgd.Options.DEFAULTS.momentum(),
                options.l2()),
            Sgd.Order.shuffled(examples.size(), options.seed()),
            epoch -> {
              last.clear();
              last.add(epoch);
              progress.accept(epoch.number());
              return true;
            },
            device);
    double loss = Arrays.stream(last.get(0).batchLoss()).average().orElseThrow();
    return new Fitted(head, loss, options.rounds(), true);
  }

  private static Fitted lbfgs(
      Examples examples, LinearHead start, Options options, Device device, IntConsumer progress) {
    LogisticRegression.Fit fit =
        LogisticRegression.fit(
            examples,
            start,
            new LogisticRegression.Options(
                options.rounds(), LogisticRegression.Options.DEFAULTS.tolerance(), options.l2()),
            (number, loss) -> progress.accept(number),
            device);
    return new Fitted(fit.head(), fit.loss(), fit.iterations(), fit.converged());
  }

  private static @Nullable String split(FeatureTable table, @Nullable String asked) {
    if (asked != null && !table.splits().contains(asked)) {
      throw new FeaturesException(
          "the data set %s has no split %s; %s"
              .formatted(
                  table.dataSet(),
                  asked,
                  table.splits().isEmpty()
                      ? "it has none"
                      : "there are: " + String.join(", ", table.splits())));
    }
    return asked != null
        ? asked
        : TRAINING.stream().filter(table.splits()::contains).findFirst().orElse(null);
  }

  /**
   * The readable and labelled images of a split.
   *
   * @param split its index, −1 for those in none, −2 for all
   */
  private static int[] images(FeatureTable table, int split) {
    return IntStream.range(0, table.images())
        .filter(i -> split == -2 || table.split(i) == split)
        .filter(i -> table.label(i) >= 0 && table.readable(i))
        .toArray();
  }

  private static List<SplitAccuracy> accuracies(
      FeatureTable table, @Nullable String fitted, LinearHead head, Device device) {
    List<SplitAccuracy> accuracies = new ArrayList<>();
    boolean none = table.splits().isEmpty();
    for (int split = 0; split <= table.splits().size(); split++) {
      boolean named = split < table.splits().size();
      int[] images = images(table, named ? split : none ? -2 : -1);
      if (images.length > 0) {
        String name = named ? table.splits().get(split) : none ? "all" : "none";
        double percent = Heads.percent(Heads.right(Examples.of(table, images), head, device));
        accuracies.add(
            new SplitAccuracy(name, images.length, percent, fitted == null || name.equals(fitted)));
      }
    }
    return List.copyOf(accuracies);
  }

  private static Map<String, Object> provenance(
      FeatureTable table, Options options, @Nullable String split, int images, Fitted fitted) {
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("dataset", table.dataSet());
    features.put("hash", table.hash());
    Map<String, Object> fit = new LinkedHashMap<>();
    fit.put("solver", options.solver().name().toLowerCase(Locale.ROOT));
    fit.put("split", split == null ? "all" : split);
    fit.put("images", images);
    fit.put("balanced", options.balanced());
    fit.put("l2", options.l2());
    if (options.solver() == Solver.SGD) {
      fit.put("epochs", options.rounds());
      fit.put("learningRate", options.learningRate());
      fit.put("momentum", Sgd.Options.DEFAULTS.momentum());
      fit.put("batch", options.batch());
      fit.put("seed", options.seed());
    } else {
      fit.put("iterations", fitted.rounds());
      fit.put("converged", fitted.converged());
    }
    fit.put("loss", fitted.loss());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("features", features);
    all.put("fit", fit);
    return all;
  }
}

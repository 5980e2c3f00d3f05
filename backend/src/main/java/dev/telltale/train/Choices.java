package dev.telltale.train;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Subset;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import dev.telltale.train.Objective.Weighting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people write for the parts of a {@link TrainingSpec}, the same on the command line and as
 * options of an audit. Each throws {@link IllegalArgumentException} with a line that begins with
 * the option as its caller names it.
 */
public final class Choices {
  private static final String TRAIN = "train";

  private Choices() {}

  /** {@code sgd}, {@code adam} or {@code adamw}. */
  public static final List<String> OPTIMIZERS = List.of("adamw", "adam", "sgd");

  /** {@code plateau} looks at the stopping split. */
  public static final List<String> SCHEDULES =
      List.of("one-cycle", "cosine", "constant", "plateau");

  /**
   * The optimiser of a name.
   *
   * @param decay weight decay; null for the optimiser's own: 0.01 of adamw, else 0
   */
  public static Optimizer.Choice optimizer(
      String option, String name, @Nullable Double decay, double momentum) {
    double chosen = decay != null ? decay : name.equals("adamw") ? 0.01 : 0;
    return switch (name) {
      case "sgd" -> new Optimizer.SgdChoice(momentum, chosen);
      case "adam" -> new Optimizer.AdamChoice(chosen, false);
      case "adamw" -> new Optimizer.AdamChoice(chosen, true);
      default -> throw unknown(option, "sgd, adam or adamw", name);
    };
  }

  /** The greatest learning rate where none is given. */
  public static double learningRate(@Nullable Double given, String optimizer) {
    return given != null ? given : optimizer.equals("sgd") ? 0.05 : 0.003;
  }

  /** The schedule of a name. */
  public static LearningRate schedule(String option, String name) {
    return switch (name) {
      case "constant", "plateau" -> new LearningRate.Constant();
      case "cosine" -> new LearningRate.Cosine();
      case "one-cycle" -> new LearningRate.OneCycle(0.3);
      default -> throw unknown(option, "constant, cosine, one-cycle or plateau", name);
    };
  }

  /** Lowers the rate, if the schedule is {@code plateau}; null else. */
  public static @Nullable ReduceOnPlateau plateau(String schedule, double factor, int patience) {
    return schedule.equals("plateau") ? new ReduceOnPlateau(factor, patience) : null;
  }

  /**
   * What a classifier learns.
   *
   * @param attributes instead of the label; null or empty for the label
   * @param weights null for none
   */
  public static Objective classifier(
      @Nullable List<String> attributes, String weightsOption, @Nullable String weights) {
    Weighting weighting = weights == null ? Weighting.NONE : weighting(weightsOption, weights);
    return attributes == null || attributes.isEmpty()
        ? new Objective.Classes(weighting)
        : new Objective.Attributes(attributes, weighting);
  }

  private static Weighting weighting(String option, String weights) {
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
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is class, group, or like landbird=1,waterbird=3, not %s".formatted(option, weights),
          e);
    }
    return new Weighting(Weighting.By.IMAGE, given);
  }

  /**
   * What makes the images harder.
   *
   * @param ball {@code l2:EPS} or {@code linf:EPS}; null for nothing
   * @param steps 1 or more
   */
  public static @Nullable Pgd adversary(String option, @Nullable String ball, int steps) {
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
            default -> throw unknown("the norm of " + option, "l2 or linf", parts[0]);
          };
      return new Pgd(norm, epsilon, 2.5 * epsilon / steps, steps);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is like l2:0.5 or linf:0.03, not %s".formatted(option, ball), e);
    }
  }

  /** Where Telltale's own networks lie: {@code small} and {@code autoencoder}. */
  public static Path ownNetwork(String name) {
    Path home = Path.of(System.getProperty("telltale.home", "."));
    return home.resolve("models").resolve("networks").resolve(name);
  }

  /**
   * What is begun with.
   *
   * @param directory of the network
   * @param size of the images; null for the bundle's, or 64
   * @param keepWeights whether it begins with its own weights
   */
  public static StartNetwork network(Path directory, @Nullable Integer size, boolean keepWeights) {
    int height = 64;
    int width = 64;
    if (Files.isRegularFile(directory.resolve("model.json"))) {
      ModelSpec spec = ModelBundle.read(directory).spec();
      height = spec.height();
      width = spec.width();
    }
    return new StartNetwork(
        directory, size != null ? size : height, size != null ? size : width, !keepWeights);
  }

  /**
   * The pictures to learn from: of the split that is asked for, or {@code train} where there is
   * one.
   *
   * @throws dev.telltale.dataset.DataSetException if none is left
   */
  public static DataSet learning(DataSet whole, Subset asked) {
    String split = asked.split();
    if (split == null
        && whole.samples().split().map(Column::values).stream()
            .anyMatch(all -> all.contains(TRAIN))) {
      split = TRAIN;
    }
    return whole.only(
        new Subset(split, asked.where(), asked.balanced(), asked.limit(), asked.seed()));
  }

  /**
   * The pictures that say when to stop; null for none.
   *
   * @throws dev.telltale.dataset.DataSetException if there is no such split
   */
  public static @Nullable DataSet stopping(
      DataSet whole, @Nullable String split, Map<String, String> where) {
    return split == null ? null : whole.only(new Subset(split, where, false, null, 0));
  }

  private static IllegalArgumentException unknown(String option, String known, String value) {
    return new IllegalArgumentException("%s is %s, not %s".formatted(option, known, value));
  }
}

package dev.telltale.cli.conformance;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.Sgd;
import dev.telltale.features.head.SpuriousGap;
import dev.telltale.model.LinearHead;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code fit_head} and {@code fit_head_close_gap}: a linear head by stochastic gradient descent
 * from a given start and in given orders, with losses, what is printed of every epoch, and the
 * weights at the end; stopping, where it prints, once the spurious gap is below a threshold.
 */
final class FitHeadCase implements CaseKind {
  private static final Device CPU = Device.cpu();
  private static final Pattern EPOCHS = Pattern.compile("Epoch:\\s*\\d+/\\s*(\\d+)");

  @Override
  public Set<String> names() {
    return Set.of("fit_head", "fit_head_close_gap");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.inputs().has("train_features")
        && golden.inputs().has("init_weight")
        && golden.inputs().has("init_bias");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Given given = Given.read(golden);
    Map<String, Answer> answers = new LinkedHashMap<>(runs(golden, given, golden.expected()));
    if (golden.expected().has("runs")) {
      answers.put("runs", new Answer.Fields(runs(golden, given, golden.expected().get("runs"))));
    }
    if (given.gap() != null) {
      answers.put("initial_gap", Answer.number(given.gap().of(given.start(), CPU)));
    }
    return new Answer.Fields(answers);
  }

  private static Map<String, Answer> runs(GoldenCase golden, Given given, JsonNode parent) {
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : parent.properties()) {
      if (entry.getValue().has("permutations")) {
        Run run = new Run(golden, given, entry.getKey(), entry.getValue());
        answers.put(entry.getKey(), run.answer());
      }
    }
    return answers;
  }

  /** What all runs of a case begin with. */
  private record Given(
      Examples train, Examples validation, LinearHead start, @Nullable SpuriousGap gap) {

    static Given read(GoldenCase golden) {
      LinearHead start =
          GoldenExamples.head(golden, "init_weight", golden.input("init_bias").floats());
      Examples validation = examples(golden, "val", start);
      SpuriousGap gap =
          golden.inputs().has("low_val")
              ? new SpuriousGap(
                  validation,
                  places(golden, "low_val", validation.size()),
                  places(golden, "high_val", validation.size()))
              : null;
      return new Given(examples(golden, "train", start), validation, start, gap);
    }

    private static Examples examples(GoldenCase golden, String split, LinearHead head) {
      GoldenExamples examples = GoldenExamples.read(golden, split + "_");
      if (examples.channels() != head.channels()) {
        throw new CaseFault(
            "%s_features of %d channels and a head of %d do not agree"
                .formatted(split, examples.channels(), head.channels()));
      }
      checked(examples.labels(), head.classes(), split + "_labels");
      return examples;
    }

    private static int[] places(GoldenCase golden, String field, int size) {
      return checked(golden.input(field).ints(), size, field);
    }
  }

  private static int[] checked(int[] values, int below, String name) {
    for (int value : values) {
      if (value < 0 || value >= below) {
        throw new CaseFault(name + " holds " + value + ", which is not from 0 to " + (below - 1));
      }
    }
    return values;
  }

  /** One run of a case. */
  private static final class Run {
    private final Given given;
    private final String name;
    private final JsonNode params;
    private final JsonNode run;
    private final Tensor orders; // [epochs,N]
    private final boolean verbose;
    private final Sgd.Options options;
    private final List<Answer> printed = new ArrayList<>();
    private final List<double[]> losses = new ArrayList<>();

    Run(GoldenCase golden, Given given, String name, JsonNode run) {
      this.given = given;
      this.name = name;
      this.params = golden.params();
      this.run = run;
      this.orders = golden.tensor(run.get("permutations"), name + ".permutations");
      this.verbose = run.path("verbose").asBoolean(params.path("verbose").asBoolean(true));
      this.options =
          new Sgd.Options(
              setting("lr", "lr", Sgd.Options.DEFAULTS.learningRate()),
              (int) setting("epochs", "epochs", epochs()),
              (int) setting("batch_size", "batch", Sgd.Options.DEFAULTS.batch()),
              setting("momentum", "momentum", Sgd.Options.DEFAULTS.momentum()),
              Sgd.Options.DEFAULTS.l2());
    }

    Answer answer() {
      LinearHead head =
          Sgd.fit(given.train(), given.start(), options, this::order, this::goOn, CPU);
      boolean[] right = Heads.right(given.validation(), head, CPU);
      Map<String, Answer> answers = new LinkedHashMap<>();
      for (String input :
          List.of("permutations", "lr", "epochs", "batch_size", "verbose", "stop_threshold")) {
        answers.put(input, new Answer.Given());
      }
      answers.put("epochs_run", Answer.number(losses.size()));
      answers.put(
          "batch_loss",
          Answer.numbers(Tensor.rows(losses.toArray(double[][]::new), losses.get(0).length)));
      answers.put(
          "epoch_mean_batch_loss",
          Answer.numbers(
              losses.stream()
                  .mapToDouble(l -> Arrays.stream(l).average().orElseThrow())
                  .toArray()));
      answers.put("printed", new Answer.Items(printed));
      answers.put("val_accuracy", Answer.number(Heads.percent(right)));
      answers.put("weight", Answer.numbers(Tensor.stack(head.weight(), head.channels())));
      answers.put("bias", Answer.numbers(Tensor.of(head.bias(), head.classes())));
      if (given.gap() != null) {
        answers.put("final_gap", Answer.number(given.gap().of(right)));
      }
      return new Answer.Fields(answers);
    }

    private int[] order(int epoch) {
      if (epoch >= orders.size(0) || orders.size(1) != given.train().size()) {
        throw new CaseFault(
            "%s.permutations %s are too few for epoch %d of %d images"
                .formatted(name, Arrays.toString(orders.shape()), epoch + 1, given.train().size()));
      }
      int[] order = Arrays.stream(orders.row(epoch)).mapToInt(place -> (int) place).toArray();
      return checked(order, order.length, name + ".permutations");
    }

    /** The published code looks at the gap only where it prints. */
    private boolean goOn(Sgd.Epoch epoch) {
      losses.add(epoch.batchLoss());
      if (!verbose) {
        return true;
      }
      boolean[] right = Heads.right(given.validation(), epoch.head(), CPU);
      String line =
          "Epoch: %3d/%3d, Training Accuracy: %s%%, Validation Accuracy: %s%%"
              .formatted(
                  epoch.number(),
                  options.epochs(),
                  hundredths(epoch.trainingAccuracy()),
                  hundredths(Heads.percent(right)));
      SpuriousGap gap = run.has("stop_threshold") ? given.gap() : null;
      if (gap == null) {
        printed.add(new Answer.Text(line));
        return true;
      }
      double now = gap.of(right);
      printed.add(new Answer.Text(line + ", Spurious gap: " + hundredths(now) + "%"));
      // With its sign; Telltale stops by its size.
      return !(now < run.get("stop_threshold").asDouble());
    }

    /** As Python prints: the double's exact value, rounded half to even. */
    private static String hundredths(double percent) {
      return Double.isFinite(percent)
          ? new BigDecimal(percent).setScale(2, RoundingMode.HALF_EVEN).toPlainString()
          : "nan";
    }

    /** A setting of the run, of the case, or in the run's name, as in {@code lr_0_05_batch_50}. */
    private double setting(String field, String word, double otherwise) {
      for (JsonNode node : List.of(run, params)) {
        if (node.path(field).isNumber()) {
          return node.get(field).asDouble();
        }
      }
      Matcher named =
          Pattern.compile("(?:^|_)" + word + "_(\\d+)(?:_(\\d+))?(?=_|$)").matcher(name);
      if (!named.find()) {
        return otherwise;
      }
      return Double.parseDouble(
          named.group(2) == null ? named.group(1) : named.group(1) + "." + named.group(2));
    }

    /** As many as the lines say, which are more than there are where the fit stopped early. */
    private double epochs() {
      Matcher line = EPOCHS.matcher(run.path("printed").path(0).asText());
      return line.find() ? Double.parseDouble(line.group(1)) : orders.size(0);
    }
  }
}

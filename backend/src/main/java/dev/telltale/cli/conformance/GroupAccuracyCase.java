package dev.telltale.cli.conformance;

import dev.telltale.stats.Accuracy;
import dev.telltale.stats.BalancedAccuracy;
import dev.telltale.stats.WorstGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code group_accuracy}: of each attribute AP_N, balanced accuracy, and the accuracy in the four
 * groups of its label and a confounder's, with the worst. A probability of exactly ½ predicts 0.
 */
final class GroupAccuracyCase implements CaseKind {
  private static final Pattern COLUMN = Pattern.compile("column (\\d+)");

  @Override
  public Set<String> names() {
    return Set.of("group_accuracy");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    return golden.inputs().has("probabilities")
        && golden.inputs().has("labels")
        && golden.inputs().has("confounder");
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Tensor probabilities = golden.input("probabilities"); // [N,K]
    Tensor labels = golden.input("labels"); // [N,K]
    if (!Arrays.equals(probabilities.shape(), labels.shape())) {
      throw new CaseFault("probabilities and labels differ in shape");
    }
    labels.booleans("inputs.labels");
    int[] confounder = labels.column(confounder(golden)).ints();
    int attributes = labels.size(1);
    double[] balanced = new double[attributes];
    double[][] accuracies = new double[attributes][];
    double[][] sizes = new double[attributes][];
    double[] worst = new double[attributes];
    for (int k = 0; k < attributes; k++) {
      int[] label = labels.column(k).ints();
      int[] predicted =
          Arrays.stream(probabilities.column(k).values())
              .mapToInt(p -> (int) Math.rint(p))
              .toArray();
      List<Accuracy> groups = groups(predicted, label, confounder);
      balanced[k] = balanced(golden, k, predicted, label);
      accuracies[k] = groups.stream().mapToDouble(Accuracy::value).toArray();
      sizes[k] = groups.stream().mapToDouble(Accuracy::n).toArray();
      worst[k] = WorstGroup.among(groups, group -> group, 1).orElse(Accuracy.NONE).value();
    }
    return new Answer.Fields(
        Map.of(
            "normalized_ap",
            AveragePrecisionCase.perClass(labels, probabilities, Double.NaN, "inputs.labels"),
            "balanced_accuracy",
            Answer.numbers(balanced),
            "group_accuracy",
            Answer.numbers(Tensor.rows(accuracies, 4)),
            "group_size",
            Answer.numbers(Tensor.rows(sizes, 4)),
            "worst_group_accuracy",
            Answer.numbers(worst)));
  }

  /** Label and confounder 11, 10, 01, 00. */
  private static List<Accuracy> groups(int[] predicted, int[] label, int[] confounder) {
    Accuracy[] groups = Stream.generate(() -> Accuracy.NONE).limit(4).toArray(Accuracy[]::new);
    for (int i = 0; i < label.length; i++) {
      int group = 3 - 2 * label[i] - confounder[i];
      groups[group] = groups[group].plus(predicted[i] == label[i]);
    }
    return List.of(groups);
  }

  private static double balanced(GoldenCase golden, int k, int[] predicted, int[] label) {
    return golden.inputs().has("class_weights")
        ? BalancedAccuracy.weighted(predicted, label, golden.input("class_weights").row(k))
        : BalancedAccuracy.of(predicted, label);
  }

  /** The column that e.g. {@code Male (column 20)} names. */
  private static int confounder(GoldenCase golden) {
    String text = GoldenCase.need(golden.inputs(), "confounder").asText();
    int byName =
        GoldenCase.strings(golden.inputs().path("attribute_order")).indexOf(text.split(" ")[0]);
    Matcher column = COLUMN.matcher(text);
    if (byName < 0 && !column.find()) {
      throw new CaseFault("inputs.confounder names no attribute and no column: " + text);
    }
    return byName >= 0 ? byName : Integer.parseInt(column.group(1));
  }
}

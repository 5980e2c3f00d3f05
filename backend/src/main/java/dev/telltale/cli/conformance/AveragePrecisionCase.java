package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.stats.AveragePrecision;
import dev.telltale.stats.NormalizedAveragePrecision;
import dev.telltale.stats.RocAuc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code normalized_average_precision}: AP_N, AP and ROC AUC of one class each, and AP_N of several
 * classes with N the mean number of their positives ({@code wrapper}) or a rate of the items
 * ({@code wrapper_rate_0_1}).
 */
final class AveragePrecisionCase implements CaseKind {
  private static final Pattern AT_A_RATE = Pattern.compile("(.+)_rate_(\\d+)_(\\d+)");

  @Override
  public Set<String> names() {
    return Set.of("normalized_average_precision");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    JsonNode first = golden.inputs().path("cases").path(0);
    return isScored(golden.inputs().path("wrapper")) || (isScored(first) && first.has("N"));
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Map<String, Answer> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : golden.expected().properties()) {
      String name = entry.getKey();
      Matcher atARate = AT_A_RATE.matcher(name);
      if (name.equals("cases")) {
        fields.put(name, cases(golden));
      } else if (isScored(golden.inputs().path(name))) {
        fields.put(name, perClass(golden, name, Double.NaN));
      } else if (atARate.matches() && isScored(golden.inputs().path(atARate.group(1)))) {
        double rate = Double.parseDouble(atARate.group(2) + "." + atARate.group(3));
        fields.put(name, perClass(golden, atARate.group(1), rate));
      }
    }
    return new Answer.Fields(fields);
  }

  private static boolean isScored(JsonNode node) {
    return node.has("targets") && node.has("scores");
  }

  private static Answer cases(GoldenCase golden) {
    List<Answer> cases = new ArrayList<>();
    for (JsonNode node : GoldenCase.need(golden.inputs(), "cases")) {
      String path = "inputs.cases[" + cases.size() + "]";
      boolean[] targets = targets(golden, node, path).booleans(path + ".targets");
      double[] scores = scores(golden, node, path).values();
      double n = golden.tensor(GoldenCase.need(node, "N"), path + ".N").values()[0];
      Answer normalized = Answer.number(NormalizedAveragePrecision.of(targets, scores, n));
      double ap = AveragePrecision.of(targets, scores);
      cases.add(
          new Answer.Fields(
              Map.of(
                  "normalized_ap", normalized,
                  "normalized_ap_slow", normalized,
                  // scikit-learn says 0 where there is no positive
                  "average_precision", Answer.number(Double.isNaN(ap) ? 0 : ap),
                  "normalized_ap_N_equals_positives", Answer.number(ap),
                  "roc_auc", Answer.number(RocAuc.of(targets, scores)))));
    }
    return new Answer.Items(cases);
  }

  /** AP_N of the classes that have both labels. */
  private static Answer perClass(GoldenCase golden, String input, double rate) {
    JsonNode node = golden.inputs().path(input);
    Tensor targets = targets(golden, node, "inputs." + input); // [N,K]
    Tensor scores = scores(golden, node, "inputs." + input); // [N,K]
    return perClass(targets, scores, rate, "inputs." + input + ".targets");
  }

  /**
   * AP_N of the classes that have both labels.
   *
   * @param targets [N,K]
   * @param scores [N,K]
   * @param rate N over the number of items; NaN for the mean number of positives
   */
  static Answer perClass(Tensor targets, Tensor scores, double rate, String path) {
    boolean[][] positive = new boolean[targets.size(1)][];
    double[][] columns = new double[scores.size(1)][];
    Arrays.setAll(positive, k -> targets.column(k).booleans(path));
    Arrays.setAll(columns, k -> scores.column(k).values());
    double[] all =
        Double.isNaN(rate)
            ? NormalizedAveragePrecision.perClass(positive, columns)
            : NormalizedAveragePrecision.perClass(positive, columns, rate * targets.size(0));
    return Answer.numbers(Arrays.stream(all).filter(ap -> !Double.isNaN(ap)).toArray());
  }

  private static Tensor targets(GoldenCase golden, JsonNode node, String path) {
    return golden.tensor(GoldenCase.need(node, "targets"), path + ".targets");
  }

  private static Tensor scores(GoldenCase golden, JsonNode node, String path) {
    return golden.tensor(GoldenCase.need(node, "scores"), path + ".scores");
  }
}

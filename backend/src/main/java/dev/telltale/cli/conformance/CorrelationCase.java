package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.stats.EffectiveRobustness;
import dev.telltale.stats.LeastSquaresLine;
import dev.telltale.stats.Pearson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code pearson_effective_robustness}: Pearson's r with its p-value, and the residuals of models'
 * accuracies on the line over all models.
 */
final class CorrelationCase implements CaseKind {

  @Override
  public Set<String> names() {
    return Set.of("pearson_effective_robustness");
  }

  @Override
  public boolean fits(GoldenCase golden) {
    JsonNode pair = golden.inputs().path("pearson").path(0);
    JsonNode models = golden.inputs().path("models").path(0);
    return (pair.has("a") && pair.has("b")) || (models.has("acc_top") && models.has("acc_bottom"));
  }

  @Override
  public Answer answer(GoldenCase golden) {
    Map<String, Answer> fields = new HashMap<>();
    fields.put("pearson", pearson(golden));
    fields.put("effective_robustness", effectiveRobustness(golden));
    return new Answer.Fields(fields);
  }

  private static Answer pearson(GoldenCase golden) {
    List<Answer> results = new ArrayList<>();
    for (JsonNode pair : golden.inputs().path("pearson")) {
      String path = "inputs.pearson[" + results.size() + "]";
      Pearson pearson =
          Pearson.of(vector(golden, pair, "a", path), vector(golden, pair, "b", path));
      results.add(
          new Answer.Fields(
              Map.of("r", Answer.number(pearson.r()), "p_value", Answer.number(pearson.pValue()))));
    }
    return new Answer.Items(results);
  }

  private static Answer effectiveRobustness(GoldenCase golden) {
    List<Answer> results = new ArrayList<>();
    for (JsonNode models : golden.inputs().path("models")) {
      String path = "inputs.models[" + results.size() + "]";
      double[] top = vector(golden, models, "acc_top", path);
      double[] bottom = vector(golden, models, "acc_bottom", path);
      LeastSquaresLine line = LeastSquaresLine.of(top, bottom);
      double r = Pearson.of(top, bottom).r();
      results.add(
          new Answer.Fields(
              Map.of(
                  "slope", Answer.number(line.slope()),
                  "intercept", Answer.number(line.intercept()),
                  // SciPy's line through constant y has r = 0
                  "r", Answer.number(line.slope() == 0 ? 0 : r),
                  "effective_robustness", Answer.numbers(EffectiveRobustness.of(top, bottom)))));
    }
    return new Answer.Items(results);
  }

  private static double[] vector(GoldenCase golden, JsonNode node, String field, String path) {
    return golden.tensor(GoldenCase.need(node, field), path + "." + field).values();
  }
}

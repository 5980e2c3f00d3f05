package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.stats.EffectiveRobustness;
import dev.telltale.stats.LeastSquaresLine;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The document {@code gaps}: classes × models, and what the models have in common. */
final class GapsDocument {
  private GapsDocument() {}

  static ObjectNode of(Measured measured, int k) {
    ObjectNode root = Json.NODES.objectNode();
    int classes = measured.ends().size();
    ArrayNode indices = root.putArray("classes");
    IntStream.range(0, classes).forEach(indices::add);
    root.set("models", models(measured));
    root.set("value", matrix(measured, ClassGap::value));
    root.set("low", matrix(measured, gap -> gap.gap().low()));
    root.set("high", matrix(measured, gap -> gap.gap().high()));
    ArrayNode adjusted = root.putArray("adjusted");
    ArrayNode shrunk = root.putArray("shrunk");
    ArrayNode images = root.putArray("n");
    for (int c = 0; c < classes; c++) {
      int at = measured.at(c);
      adjusted.add(row(measured, at, m -> measured.adjusted().get(m)[at]));
      shrunk.add(row(measured, at, m -> measured.gaps().get(m).shrunk()[at]));
      images.add(2 * (at < 0 ? 0 : measured.ends().get(c).k()));
    }
    LeastSquaresLine line = line(measured.gaps());
    if (line == null) {
      root.putNull("line");
    } else {
      ObjectNode drawn = root.putObject("line");
      drawn.set("slope", Json.number(line.slope()));
      drawn.set("intercept", Json.number(line.intercept()));
    }
    between(root, measured, k);
    return root;
  }

  private static ArrayNode models(Measured measured) {
    List<ModelGaps> gaps = measured.gaps();
    double[] robust =
        gaps.size() >= EffectiveRobustness.FEWEST_MODELS
            ? EffectiveRobustness.leaveOneOut(
                gaps.stream().mapToDouble(ModelGaps::accuracyHigh).toArray(),
                gaps.stream().mapToDouble(ModelGaps::accuracyLow).toArray())
            : new double[0];
    ArrayNode list = Json.NODES.arrayNode();
    for (int m = 0; m < measured.models(); m++) {
      ObjectNode one = list.addObject().put("name", measured.names().get(m));
      if (gaps.isEmpty()) {
        one.putNull("mean").putNull("accuracyHigh").putNull("accuracyLow").putNull("robustness");
        one.put("robustnessWhy", "no class has a ranking");
        continue;
      }
      one.set("mean", Json.estimate(gaps.get(m).mean()));
      one.set("accuracyHigh", Json.number(gaps.get(m).accuracyHigh()));
      one.set("accuracyLow", Json.number(gaps.get(m).accuracyLow()));
      boolean known = robust.length > 0 && Double.isFinite(robust[m]);
      one.set("robustness", Json.number(known ? robust[m] : Double.NaN));
      one.put(
          "robustnessWhy",
          known
              ? null
              : robust.length == 0
                  ? "a line needs %d models, there are %d"
                      .formatted(EffectiveRobustness.FEWEST_MODELS, gaps.size())
                  : "the other models are equally good on the highest");
    }
    return list;
  }

  /** acc_low over acc_high of the models; null where they allow no line. */
  private static @Nullable LeastSquaresLine line(List<ModelGaps> gaps) {
    if (gaps.size() < 2) {
      return null;
    }
    LeastSquaresLine line =
        LeastSquaresLine.of(
            gaps.stream().mapToDouble(ModelGaps::accuracyHigh).toArray(),
            gaps.stream().mapToDouble(ModelGaps::accuracyLow).toArray());
    return Double.isFinite(line.slope()) ? line : null;
  }

  private static ArrayNode matrix(Measured measured, ToDoubleFunction<ClassGap> figure) {
    ArrayNode rows = Json.NODES.arrayNode();
    for (int c = 0; c < measured.ends().size(); c++) {
      int at = measured.at(c);
      rows.add(
          row(measured, at, m -> figure.applyAsDouble(measured.gaps().get(m).classes().get(at))));
    }
    return rows;
  }

  private interface OfModel {
    double figure(int model);
  }

  private static ArrayNode row(Measured measured, int at, OfModel of) {
    ArrayNode row = Json.NODES.arrayNode();
    for (int m = 0; m < measured.models(); m++) {
      row.add(at < 0 ? Json.NODES.nullNode() : Json.number(of.figure(m)));
    }
    return row;
  }

  private static void between(ObjectNode root, Measured measured, int k) {
    ObjectNode correlation = root.putObject("correlation");
    ObjectNode variance = root.putObject("variance");
    int models = measured.gaps().size();
    if (models < 2) {
      String why = measured.gaps().isEmpty() ? "no class has a ranking" : "two models are needed";
      correlation.putNull("mean").putNull("pairs").put("classes", 0).put("why", why);
      variance.putNull("classes").putNull("models").putNull("ratio").put("why", why);
      return;
    }
    HalfGaps halves = HalfGaps.of(measured.rankings(), k, measured.predictions());
    GapCorrelation found = GapCorrelation.of(halves);
    correlation.set("mean", Json.number(found.mean().orElse(Double.NaN)));
    ArrayNode pairs = correlation.putArray("pairs");
    Arrays.stream(found.r()).forEach(row -> pairs.add((JsonNode) Json.numbers(row)));
    correlation.put("classes", found.classes());
    correlation.put(
        "why",
        found.mean().isPresent()
            ? null
            : "gaps are the same on all %d classes that have four images"
                .formatted(found.classes()));
    GapVariance spread =
        GapVariance.of(measured.gaps().stream().map(ModelGaps::values).toArray(double[][]::new));
    boolean none = spread.missing() != null;
    variance.set("classes", Json.number(none ? Double.NaN : spread.classes()));
    variance.set("models", Json.number(none ? Double.NaN : spread.models()));
    variance.set("ratio", Json.number(spread.ratio().orElse(Double.NaN)));
    variance.put(
        "why",
        none
            ? spread.missing()
            : spread.ratio().isEmpty() ? "the models' mean gaps are the same" : null);
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.stats.Estimate;
import dev.telltale.stats.PairedDifference;
import dev.telltale.stats.Pearson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The documents on what models lose with the regions of features: {@code sensitivity} compares,
 * {@code sensitivity-class-C} has every drop of a class, {@code sensitivity-model-M} of a model. A
 * page needs one of each at most, and none grows with classes and models both.
 */
final class SensitivityDocuments {
  /** Adjusted p-value up to which a drop is called sure. */
  static final double SURE = 0.05;

  private static final List<String> VERDICTS = List.of("core", "spurious", "none");

  private final List<String> models;
  private final SpuriosityOptions options;
  private final Sensitivities sensitivities;

  /** Of each number of a feature's evidence. */
  private final List<Feature> features = new ArrayList<>();

  /** Of hundreds of thousands of drops few differ: as many as there are counts of few pictures. */
  private final Map<PairedDifference, Figures> told = new HashMap<>();

  private record Feature(int classIndex, int feature, String verdict) {}

  private record Figures(
      JsonNode drop, JsonNode low, JsonNode high, JsonNode n, JsonNode p, JsonNode adjusted) {}

  private static final Figures NONE =
      new Figures(
          Json.number(Double.NaN),
          Json.number(Double.NaN),
          Json.number(Double.NaN),
          Json.NODES.numberNode(0),
          Json.number(Double.NaN),
          Json.number(Double.NaN));

  SensitivityDocuments(
      List<String> models,
      SpuriosityOptions options,
      JsonNode head,
      Verdicts verdicts,
      Sensitivities sensitivities) {
    this.models = models;
    this.options = options;
    this.sensitivities = sensitivities;
    for (JsonNode one : head.path("top")) {
      int c = one.get("class").intValue();
      int feature = one.get("feature").intValue();
      features.add(new Feature(c, feature, verdicts.verdict(c, feature)));
    }
  }

  /**
   * Makes one after the other.
   *
   * @param classes of the data set
   * @param keep takes each by its name
   */
  void write(int classes, BiConsumer<String, ObjectNode> keep) {
    keep.accept("sensitivity", compared());
    Map<Integer, List<Integer>> own = new HashMap<>();
    for (int index = 0; index < features.size(); index++) {
      own.computeIfAbsent(features.get(index).classIndex, c -> new ArrayList<>()).add(index);
    }
    for (int c = 0; c < classes; c++) {
      keep.accept("sensitivity-class-" + c, ofClass(c, own.getOrDefault(c, List.of())));
    }
    for (int m = 0; m < models.size(); m++) {
      keep.accept("sensitivity-model-" + m, ofModel(m));
    }
  }

  private ObjectNode compared() {
    ObjectNode all = Json.NODES.objectNode().put("images", options.sensitivity());
    ArrayNode names = all.putArray("models");
    models.forEach(names::add);
    ArrayNode means = all.putArray("means");
    for (String verdict : VERDICTS) {
      int[] of =
          IntStream.range(0, features.size())
              .filter(index -> features.get(index).verdict.equals(verdict))
              .toArray();
      for (Corruption corruption : of.length == 0 ? new Corruption[0] : Corruption.values()) {
        ObjectNode one = means.addObject().put("verdict", verdict);
        mean(one.put("corruption", name(corruption)), of, corruption);
      }
    }
    describeCorrelations(all.putObject("correlation"));
    return all;
  }

  private void mean(ObjectNode into, int[] of, Corruption corruption) {
    ArrayNode mean = into.putArray("mean");
    ArrayNode n = into.putArray("n");
    ArrayNode sure = into.putArray("sure");
    for (int model = 0; model < models.size(); model++) {
      double sum = 0;
      int measured = 0;
      int above = 0;
      for (int index : of) {
        Sensitivities.Cell cell = sensitivities.cell(index, model, corruption);
        if (cell.measured() != null) {
          PairedDifference change = cell.measured().change();
          sum += (double) (change.lost() - change.gained()) / change.n();
          measured++;
          above += change.lost() > change.gained() && cell.adjusted() <= SURE ? 1 : 0;
        }
      }
      mean.add(Json.number(sum / measured));
      n.add(measured);
      sure.add(above);
    }
  }

  private ObjectNode ofClass(int c, List<Integer> own) {
    ObjectNode all = Json.NODES.objectNode().put("class", c).put("images", options.sensitivity());
    ArrayNode list = all.putArray("features");
    for (int index : own) {
      Feature feature = features.get(index);
      ObjectNode one =
          list.addObject()
              .put("feature", feature.feature)
              .put("verdict", feature.verdict)
              .put("picture", sensitivities.pictures().get(index));
      ArrayNode corruptions = one.putArray("corruptions");
      for (Corruption corruption : Corruption.values()) {
        Columns columns = new Columns(corruptions.addObject().put("corruption", name(corruption)));
        for (int model = 0; model < models.size(); model++) {
          columns.add(sensitivities.cell(index, model, corruption));
        }
      }
    }
    return all;
  }

  private ObjectNode ofModel(int model) {
    ObjectNode all = Json.NODES.objectNode().put("model", models.get(model));
    ArrayNode classes = all.putArray("class");
    ArrayNode channels = all.putArray("feature");
    ArrayNode verdicts = all.putArray("verdict");
    ArrayNode corruptions = all.putArray("corruption");
    Columns columns = new Columns(all);
    sensitivities
        .surest(model)
        .forEach(
            cell -> {
              Feature feature = features.get(cell.index());
              classes.add(feature.classIndex);
              channels.add(feature.feature);
              verdicts.add(feature.verdict);
              corruptions.add(name(cell.corruption()));
              columns.add(cell);
            });
    return all;
  }

  /** The figures of drops, an array of each. */
  private final class Columns {
    private final ArrayNode drop;
    private final ArrayNode low;
    private final ArrayNode high;
    private final ArrayNode n;
    private final ArrayNode p;
    private final ArrayNode adjusted;
    private final ArrayNode why;

    Columns(ObjectNode into) {
      this.drop = into.putArray("drop");
      this.low = into.putArray("low");
      this.high = into.putArray("high");
      this.n = into.putArray("n");
      this.p = into.putArray("p");
      this.adjusted = into.putArray("adjusted");
      this.why = into.putArray("why");
    }

    void add(Sensitivities.Cell cell) {
      Figures of = figures(cell);
      drop.add(of.drop);
      low.add(of.low);
      high.add(of.high);
      n.add(of.n);
      p.add(of.p);
      adjusted.add(of.adjusted);
      why.add(cell.why());
    }
  }

  /** Equal changes have equal p-values, and so equal adjusted ones. */
  private Figures figures(Sensitivities.Cell cell) {
    RegionSensitivity measured = cell.measured();
    return measured == null
        ? NONE
        : told.computeIfAbsent(measured.change(), change -> figures(change, cell.adjusted()));
  }

  private Figures figures(PairedDifference change, double adjusted) {
    Estimate drop = change.drop(options.level());
    return new Figures(
        Json.number(drop.value()),
        Json.number(drop.low()),
        Json.number(drop.high()),
        Json.NODES.numberNode(drop.n()),
        Json.number(change.pValue()),
        Json.number(adjusted));
  }

  private void describeCorrelations(ObjectNode into) {
    Pearson[][] pairs = sensitivities.correlations();
    double sum = 0;
    int counted = 0;
    int n = 0;
    ArrayNode matrix = into.putArray("pairs");
    for (int a = 0; a < pairs.length; a++) {
      ArrayNode line = matrix.addArray();
      for (int b = 0; b < pairs.length; b++) {
        line.add(Json.number(pairs[a][b].r()));
        if (b > a) {
          n = Math.max(n, pairs[a][b].n());
          sum += Double.isNaN(pairs[a][b].r()) ? 0 : pairs[a][b].r();
          counted += Double.isNaN(pairs[a][b].r()) ? 0 : 1;
        }
      }
    }
    into.set("mean", Json.number(counted == 0 ? Double.NaN : sum / counted));
    into.put("n", n).put("why", counted > 0 ? null : why());
  }

  private String why() {
    return models.size() < 2 ? "needs two models" : "a model's drops are all the same";
  }

  private static String name(Corruption corruption) {
    return corruption == Corruption.PATCH_ROTATE
        ? "rotate"
        : corruption.name().toLowerCase(Locale.ROOT);
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tunes the head on each choice of images, several times. Each trial is a chain of units of a few
 * epochs, so that it can be watched; all trials go on side by side.
 */
final class TuningStage {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Of one unit. */
  private static final int EPOCHS = 10;

  /** Of one trial: where there are more epochs, units have more of them. */
  private static final int MOST_UNITS = 100;

  private TuningStage() {}

  /** What documents and bundles call a choice of images. */
  static String name(TuningSet set) {
    return switch (set) {
      case LOW_SPURIOSITY -> "low";
      case RANDOM -> "random";
      case ERRORS -> "errors";
    };
  }

  /** None where no class has a ranking. */
  static StagePlan plan(JsonNode gaps, SpuriosityOptions options) {
    if (gaps.path("ranked").intValue() == 0 || !gaps.path("untunable").isNull()) {
      return StagePlan.parallel(List.of());
    }
    int epochs = options.whole("epochs");
    int each = Math.max(EPOCHS, (epochs + MOST_UNITS - 1) / MOST_UNITS);
    int trials = options.whole("trials");
    List<JsonNode> units = new ArrayList<>();
    for (int from = 0; from < epochs; from += each) {
      for (TuningSet set : TuningSet.values()) {
        for (int trial = 0; trial < trials; trial++) {
          units.add(
              JSON.objectNode().put("set", set.name()).put("trial", trial).put("epochs", each));
        }
      }
    }
    return StagePlan.chains(TuningSet.values().length * trials, units);
  }

  /** Each trial with its whole curve; those that have ended also with what came of them. */
  static JsonNode fold(Results results) {
    Map<String, ObjectNode> trials = new LinkedHashMap<>();
    try (Stream<Results.Result> units = results.stream()) {
      units.map(Results.Result::value).forEach(unit -> add(trials, unit));
    }
    ObjectNode all = JSON.objectNode();
    all.putArray("tunings").addAll(trials.values());
    return all;
  }

  private static void add(Map<String, ObjectNode> trials, JsonNode unit) {
    String set = unit.get("set").textValue();
    int number = unit.get("trial").intValue();
    ObjectNode trial =
        trials.computeIfAbsent(
            set + number,
            first -> {
              ObjectNode made = JSON.objectNode().put("set", set).put("trial", number);
              made.putArray("curve");
              return made;
            });
    unit.get("curve").forEach(((ArrayNode) trial.get("curve"))::add);
    if (unit.has("outcome")) {
      trial.setAll((ObjectNode) unit.get("outcome"));
    }
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Report.Bundle;
import java.util.ArrayList;
import java.util.List;

/** The document {@code tuning}: each choice of images, trial by trial, and what it did. */
final class TuningDocument {
  private final SpuriosityOptions options;
  private final JsonNode figures;
  private final List<JsonNode> ended = new ArrayList<>();
  private final List<JsonNode> going = new ArrayList<>();

  TuningDocument(SpuriosityOptions options, JsonNode figures, JsonNode tunings) {
    this.options = options;
    this.figures = figures;
    tunings.forEach(one -> (one.has("after") ? ended : going).add(one));
  }

  ObjectNode json(JsonNode gaps) {
    ObjectNode root = Json.NODES.objectNode();
    ObjectNode splits = root.putObject("splits");
    for (String split : List.of("tuning", "stopping", "reporting")) {
      splits.put(split, figures.path(split).asInt());
    }
    root.set("threshold", Json.number(options.real("threshold") / 100));
    root.put("missing", gaps.path("untunable").textValue());
    root.set("before", ended.isEmpty() ? Json.NODES.nullNode() : measured(ended.get(0), "before"));
    ArrayNode sets = root.putArray("sets");
    for (TuningSet set : TuningSet.values()) {
      ObjectNode of = sets.addObject().put("set", TuningStage.name(set));
      ArrayNode trials = of.putArray("trials");
      of(set, ended).forEach(one -> trials.add(trial(one)));
      ArrayNode goOn = of.putArray("going");
      of(set, going).forEach(one -> goOn.add(begun(one)));
    }
    if (!ended.isEmpty() && ended.get(0).get("before").has("worstGroup")) {
      ObjectNode worst = root.putObject("worstGroup");
      worst.set("before", ended.get(0).get("before").get("worstGroup"));
      ObjectNode after = worst.putObject("after");
      for (TuningSet set : TuningSet.values()) {
        ArrayNode trials = after.putArray(TuningStage.name(set));
        of(set, ended).forEach(one -> trials.add(one.get("after").get("worstGroup")));
      }
    }
    return root;
  }

  /** The heads that were tuned as they should be. */
  List<Bundle> bundles() {
    List<Bundle> bundles = new ArrayList<>();
    for (JsonNode one : ended) {
      if (one.path("bundle").has("name")) {
        bundles.add(TunedBundle.read(one.get("bundle")));
      }
    }
    return bundles;
  }

  private static List<JsonNode> of(TuningSet set, List<JsonNode> trials) {
    return trials.stream().filter(one -> one.get("set").textValue().equals(set.name())).toList();
  }

  private static JsonNode measured(JsonNode trial, String when) {
    ObjectNode one = Json.NODES.objectNode();
    for (String field : List.of("accuracy", "gap", "curve")) {
      one.set(field, trial.get(when).get(field));
    }
    return one;
  }

  private static ObjectNode begun(JsonNode of) {
    ObjectNode one = Json.NODES.objectNode().put("trial", of.get("trial").intValue() + 1);
    one.set("curve", of.get("curve"));
    return one;
  }

  private static ObjectNode trial(JsonNode of) {
    ObjectNode one = begun(of);
    for (String field : List.of("images", "toppedUp", "epochs", "ended")) {
      one.set(field, of.get(field));
    }
    one.set("after", measured(of, "after"));
    one.set("repaired", of.get("repairedImages"));
    one.set("broken", of.get("brokenImages"));
    one.put("repairedCount", of.get("repaired").intValue());
    one.put("brokenCount", of.get("broken").intValue());
    one.put("bundle", of.path("bundle").path("name").textValue());
    return one.put("bundleWhy", of.path("bundle").path("why").textValue());
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Report.Bundle;
import java.util.ArrayList;
import java.util.List;

/** The document {@code tuning}: each choice of images, trial by trial, and what it did. */
record TuningDocument(SpuriosityOptions options, JsonNode figures, JsonNode tunings) {

  ObjectNode json(JsonNode gaps) {
    ObjectNode root = Json.NODES.objectNode();
    ObjectNode splits = root.putObject("splits");
    for (String split : List.of("tuning", "stopping", "reporting")) {
      splits.put(split, figures.path(split).asInt());
    }
    root.set("threshold", Json.number(options.real("threshold") / 100));
    root.put("missing", gaps.path("untunable").textValue());
    root.set("before", tunings.isEmpty() ? Json.NODES.nullNode() : measured(0, "before"));
    ArrayNode sets = root.putArray("sets");
    for (TuningSet set : TuningSet.values()) {
      ArrayNode trials = sets.addObject().put("set", TuningStage.name(set)).putArray("trials");
      for (int i : of(set)) {
        trials.add(trial(i));
      }
    }
    if (!tunings.path(0).path("before").path("worstGroup").isMissingNode()) {
      ObjectNode worst = root.putObject("worstGroup");
      worst.set("before", tunings.get(0).get("before").get("worstGroup"));
      ObjectNode after = worst.putObject("after");
      for (TuningSet set : TuningSet.values()) {
        ArrayNode trials = after.putArray(TuningStage.name(set));
        of(set).forEach(i -> trials.add(tunings.get(i).get("after").get("worstGroup")));
      }
    }
    return root;
  }

  /** The heads that were tuned as they should be. */
  List<Bundle> bundles() {
    List<Bundle> bundles = new ArrayList<>();
    for (JsonNode one : tunings) {
      if (one.path("bundle").has("name")) {
        bundles.add(TunedBundle.read(one.get("bundle")));
      }
    }
    return bundles;
  }

  private List<Integer> of(TuningSet set) {
    List<Integer> trials = new ArrayList<>();
    for (int i = 0; i < tunings.size(); i++) {
      if (tunings.get(i).get("set").textValue().equals(set.name())) {
        trials.add(i);
      }
    }
    return trials;
  }

  private JsonNode measured(int i, String when) {
    ObjectNode one = Json.NODES.objectNode();
    for (String field : List.of("accuracy", "gap", "curve")) {
      one.set(field, tunings.get(i).get(when).get(field));
    }
    return one;
  }

  private ObjectNode trial(int i) {
    JsonNode of = tunings.get(i);
    ObjectNode one = Json.NODES.objectNode().put("trial", of.get("trial").intValue() + 1);
    for (String field : List.of("images", "toppedUp", "epochs", "closed", "curve")) {
      one.set(field, of.get(field));
    }
    one.set("after", measured(i, "after"));
    one.set("repaired", of.get("repairedImages"));
    one.set("broken", of.get("brokenImages"));
    one.put("repairedCount", of.get("repaired").intValue());
    one.put("brokenCount", of.get("broken").intValue());
    one.put("bundle", of.path("bundle").path("name").textValue());
    return one.put("bundleWhy", of.path("bundle").path("why").textValue());
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import java.util.List;

/** The document {@code classes}: what there is to open, and where to look first. */
final class ClassesDocument {
  private ClassesDocument() {}

  /**
   * As far as it is known.
   *
   * @param figures of the gaps; empty where they are not made yet
   */
  static ObjectNode of(
      AuditSubject subject, SpuriosityOptions options, FeatureEntries features, JsonNode figures) {
    ObjectNode root =
        Json.NODES
            .objectNode()
            .put("dataset", subject.images().name())
            .put("encoder", subject.spec().models().get(0).name());
    ArrayNode models = root.putArray("models");
    Spuriosity.modelNames(subject, options).forEach(models::add);
    root.put("k", options.whole("k"));
    ArrayNode list = root.putArray("classes");
    List<String> names = subject.images().classes();
    for (int c = 0; c < names.size(); c++) {
      ObjectNode one = list.addObject().put("class", c).put("name", names.get(c));
      JsonNode summary = figures.path("classes").path(c);
      for (String field : List.of("images", "k", "gap", "low", "high")) {
        one.set(field, summary.has(field) ? summary.get(field) : Json.NODES.nullNode());
      }
      one.put(
          "missing",
          summary.isMissingNode()
              ? "the rankings are not made yet"
              : summary.get("missing").textValue());
      one.set("spurious", Json.ints(features.with(c, "spurious")));
      one.set("core", Json.ints(features.with(c, "core")));
      one.set("undecided", Json.ints(features.with(c, "none")));
      one.put("flagged", summary.path("flagged").size());
      one.set("constant", listed(summary, "constant"));
      one.set("neverPredictedBy", listed(summary, "neverPredictedBy"));
    }
    return root;
  }

  private static JsonNode listed(JsonNode summary, String field) {
    return summary.has(field) ? summary.get(field) : Json.NODES.arrayNode();
  }
}

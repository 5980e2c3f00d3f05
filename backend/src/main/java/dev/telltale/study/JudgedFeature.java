package dev.telltale.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.spuriosity.Suggestion;
import dev.telltale.spuriosity.Suggestion.Exchanged;
import dev.telltale.spuriosity.Suggestion.Rule;
import java.util.ArrayList;
import java.util.List;

/**
 * A feature that matters for a class of birds, what it follows in truth, and what masks say of it.
 *
 * @param seed of its encoder
 * @param truth by intervention on drawn scenes
 * @param suggestion by masks, from which each rule's verdict follows
 */
record JudgedFeature(long seed, ImportantFeature truth, Suggestion suggestion) {

  /** All that an audit looked at, from its documents of the classes. */
  static List<JudgedFeature> of(long seed, List<JsonNode> documents, Intervened changes) {
    List<JudgedFeature> judged = new ArrayList<>();
    for (JsonNode document : documents) {
      for (JsonNode one : document.get("features")) {
        int feature = one.get("feature").intValue();
        judged.add(
            new JudgedFeature(
                seed,
                new ImportantFeature(
                    document.get("class").intValue(),
                    feature,
                    one.get("importance").doubleValue(),
                    changes.place()[feature],
                    changes.bird()[feature]),
                suggestion(one.get("suggestion"))));
      }
    }
    return judged;
  }

  /** Whether it is core in truth. */
  boolean core() {
    return truth.core();
  }

  /**
   * Whether a rule is right about it. The truth has two kinds only, so that what is neither counts
   * as spurious; of what a rule says nothing, it is wrong.
   */
  boolean right(Rule rule) {
    return suggestion.missing(rule) == null && suggestion.core(rule) == core();
  }

  private static Suggestion suggestion(JsonNode one) {
    boolean mapped = one.path("outside").isNumber();
    boolean exchanged = one.path("object").isNumber();
    return new Suggestion(
        one.path("outside").asDouble(),
        one.path("uniform").asDouble(),
        one.path("images").asInt(),
        exchanged
            ? new Exchanged(
                one.get("object").doubleValue(),
                one.get("surroundings").doubleValue(),
                one.get("exchanged").intValue(),
                null)
            : null,
        mapped ? null : one.path("missing").asText("its maps say nothing"));
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.spuriosity.Suggestion.Exchanged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which features of each class are spurious: as people said, or for classes of which nobody said
 * anything, as the masks suggest.
 *
 * @param spurious S(c), channels, one array per class
 * @param given which classes people spoke of
 */
record Verdicts(List<int[]> spurious, boolean[] given) {

  /**
   * Puts them together.
   *
   * @param evidence outcome of that stage
   */
  static Verdicts of(
      AuditSubject subject, SpuriosityOptions options, JsonNode head, JsonNode evidence) {
    List<String> classes = subject.images().classes();
    boolean[] given = new boolean[classes.size()];
    List<List<Integer>> spurious = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      List<Integer> own = new ArrayList<>();
      List<Integer> said = options.verdicts().get(classes.get(c));
      given[c] = said != null;
      if (said != null) {
        own.addAll(said);
      }
      spurious.add(own);
    }
    Suggestion.Rule rule = options.rule();
    Map<Integer, Suggestion> suggested = suggestions(evidence);
    for (int i = 0; i < head.path("top").size() && rule != null; i++) {
      JsonNode one = head.get("top").get(i);
      Suggestion suggestion = suggested.get(i);
      int c = one.get("class").intValue();
      if (!given[c]
          && suggestion != null
          && suggestion.missing(rule) == null
          && suggestion.spurious(rule)) {
        spurious.get(c).add(one.get("feature").intValue());
      }
    }
    return new Verdicts(
        spurious.stream()
            .map(
                own ->
                    own.stream()
                        .distinct()
                        .sorted(Comparator.naturalOrder())
                        .mapToInt(i -> i)
                        .toArray())
            .toList(),
        given);
  }

  /** What the masks suggest of the evidence of each number. */
  static Map<Integer, Suggestion> suggestions(JsonNode evidence) {
    Map<Integer, Suggestion> all = new TreeMap<>();
    for (JsonNode one : evidence.path("evidence")) {
      all.put(
          one.get("index").intValue(),
          new Suggestion(
              one.get("outside").doubleValue(),
              one.get("uniform").doubleValue(),
              one.get("images").intValue(),
              exchanged(one.path("exchange")),
              one.path("missing").textValue()));
    }
    return all;
  }

  private static @Nullable Exchanged exchanged(JsonNode one) {
    return one.isMissingNode()
        ? null
        : new Exchanged(
            one.path("object").doubleValue(),
            one.path("surroundings").doubleValue(),
            one.get("images").intValue(),
            one.path("missing").textValue());
  }
}

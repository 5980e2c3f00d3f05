package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.spuriosity.Suggestion.Exchanged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which features of each class are spurious: as people said, or for classes of which nobody said
 * anything, as the masks suggest.
 *
 * @param spurious S(c), channels, one array per class
 * @param core the important features that are said or suggested to be core, one array per class
 * @param given which classes people spoke of
 */
record Verdicts(List<int[]> spurious, List<int[]> core, boolean[] given) {

  /**
   * Puts them together.
   *
   * @param evidence outcome of that stage
   */
  static Verdicts of(
      AuditSubject subject, SpuriosityOptions options, JsonNode head, JsonNode evidence) {
    return of(subject.images().classes(), options, head, evidence);
  }

  /** The same, where the classes are known. */
  static Verdicts of(
      List<String> classes, SpuriosityOptions options, JsonNode head, JsonNode evidence) {
    Map<String, List<Integer>> said = options.verdicts();
    boolean[] given = new boolean[classes.size()];
    List<TreeSet<Integer>> spurious = new ArrayList<>();
    List<TreeSet<Integer>> core = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      List<Integer> own = said.get(classes.get(c));
      given[c] = own != null;
      spurious.add(own == null ? new TreeSet<>() : new TreeSet<>(own));
      core.add(new TreeSet<>());
    }
    Suggestion.Rule rule = options.rule();
    Map<Integer, Suggestion> suggested = suggestions(evidence);
    for (int i = 0; i < head.path("top").size(); i++) {
      int c = head.get("top").get(i).get("class").intValue();
      int feature = head.get("top").get(i).get("feature").intValue();
      Suggestion suggestion = suggested.get(i);
      if (given[c]) {
        if (!spurious.get(c).contains(feature)) {
          core.get(c).add(feature);
        }
      } else if (rule != null && suggestion != null && suggestion.missing(rule) == null) {
        if (suggestion.spurious(rule)) {
          spurious.get(c).add(feature);
        } else if (suggestion.core(rule)) {
          core.get(c).add(feature);
        }
      }
    }
    return new Verdicts(channels(spurious), channels(core), given);
  }

  /** {@code spurious}, {@code core}, or {@code none} where nobody said and nothing suggests. */
  String verdict(int classIndex, int feature) {
    return contains(spurious.get(classIndex), feature)
        ? "spurious"
        : contains(core.get(classIndex), feature) ? "core" : "none";
  }

  /** What is wrong with a verdict on a channel that the features do not have. */
  static String beyond(String label, int channel, int channels) {
    return "the verdicts on %s name the channel %d; the features have the channels 0 to %d"
        .formatted(label, channel, channels - 1);
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

  private static List<int[]> channels(List<TreeSet<Integer>> of) {
    return of.stream().map(own -> own.stream().mapToInt(feature -> feature).toArray()).toList();
  }

  private static boolean contains(int[] channels, int feature) {
    return Arrays.stream(channels).anyMatch(own -> own == feature);
  }
}

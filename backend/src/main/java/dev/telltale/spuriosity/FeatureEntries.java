package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.spuriosity.Suggestion.Exchanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The features that are looked at, as documents have them: importance, verdict, suggestion and
 * evidence, as far as each is known.
 */
final class FeatureEntries {
  private static final String[] STRIPS = {"highest", "maps", "attacks", "lowest"};

  private final JsonNode top;
  private final SpuriosityOptions options;
  private final Verdicts verdicts;
  private final Map<Integer, Suggestion> suggestions;
  private final Map<Integer, JsonNode> evidence = new HashMap<>();
  private final List<List<Integer>> byClass = new ArrayList<>();

  /**
   * @param classes names
   * @param head outcome of that stage; empty where it is not known yet
   * @param evidence outcome of that stage, of a part of its units too
   */
  FeatureEntries(
      List<String> classes, SpuriosityOptions options, JsonNode head, JsonNode evidence) {
    this.top = head.path("top");
    this.options = options;
    this.verdicts = Verdicts.of(classes, options, head, evidence);
    this.suggestions = Verdicts.suggestions(evidence);
    for (JsonNode one : evidence.path("evidence")) {
      this.evidence.put(one.get("index").intValue(), one);
    }
    classes.forEach(name -> byClass.add(new ArrayList<>()));
    for (int i = 0; i < top.size(); i++) {
      byClass.get(top.get(i).get("class").intValue()).add(i);
    }
  }

  /** How many there are, of all classes. */
  int size() {
    return top.size();
  }

  /** The class of an entry. */
  int classOf(int i) {
    return top.get(i).get("class").intValue();
  }

  /** The channel of an entry. */
  int feature(int i) {
    return top.get(i).get("feature").intValue();
  }

  /** The entries of a class, the most important feature first. */
  List<Integer> of(int classIndex) {
    return byClass.get(classIndex);
  }

  /** Channels of a class with a verdict: {@code core}, {@code spurious} or {@code none}. */
  int[] with(int classIndex, String verdict) {
    return of(classIndex).stream()
        .filter(i -> verdict(i).equals(verdict))
        .mapToInt(this::feature)
        .toArray();
  }

  /** What an entry is called: {@code core}, {@code spurious} or {@code none}. */
  String verdict(int i) {
    return verdicts.verdict(classOf(i), feature(i));
  }

  /** Who says so: {@code given} by people, {@code suggested} by masks, or {@code none}. */
  String source(int i) {
    if (verdicts.given()[classOf(i)]) {
      return "given";
    }
    Suggestion suggestion = suggestions.get(i);
    Suggestion.Rule rule = options.rule();
    return rule != null && suggestion != null && suggestion.missing(rule) == null
        ? "suggested"
        : "none";
  }

  /** What masks say of an entry; null where they were not looked at yet. */
  @Nullable Suggestion suggestion(int i) {
    return suggestions.get(i);
  }

  /** How many masks a segmenter has made, of all entries. */
  int segmented() {
    return evidence.values().stream().mapToInt(one -> one.path("segmented").intValue()).sum();
  }

  /** Outcome of an entry's evidence; null where there is none yet. */
  @Nullable JsonNode evidence(int i) {
    return evidence.get(i);
  }

  /** Other classes that an entry's feature matters for. */
  JsonNode otherClasses(int i) {
    return top.get(i).get("otherClasses");
  }

  /** An entry of the document of its class. */
  ObjectNode json(int i) {
    ObjectNode one = Json.NODES.objectNode().put("feature", feature(i));
    one.set("importance", importance(i));
    one.set("rank", top.get(i).get("rank"));
    one.put("verdict", verdict(i)).put("source", source(i));
    one.set("suggestion", suggested(i));
    one.set("otherClasses", otherClasses(i));
    one.set("evidence", shown(i));
    return one;
  }

  /** An entry of the document of its feature. */
  ObjectNode jsonOfFeature(int i) {
    ObjectNode one = Json.NODES.objectNode().put("class", classOf(i));
    one.set("importance", importance(i));
    one.put("verdict", verdict(i)).put("source", source(i));
    one.set("evidence", shown(i));
    return one;
  }

  private JsonNode importance(int i) {
    return Json.number(top.get(i).get("importance").doubleValue());
  }

  private JsonNode suggested(int i) {
    Suggestion suggestion = suggestions.get(i);
    if (suggestion == null) {
      return Json.NODES.nullNode();
    }
    boolean none = suggestion.missing() != null;
    ObjectNode one = Json.NODES.objectNode();
    one.set("outside", Json.number(none ? Double.NaN : suggestion.outside()));
    one.set("uniform", Json.number(none ? Double.NaN : suggestion.uniform()));
    one.put("images", suggestion.images());
    Suggestion.Rule rule = options.rule();
    String missing = rule == null ? suggestion.missing() : suggestion.missing(rule);
    String verdict = null;
    if (rule != null && missing == null) {
      verdict = suggestion.spurious(rule) ? "spurious" : suggestion.core(rule) ? "core" : "none";
    }
    Exchanged exchanged = suggestion.exchanged();
    boolean told = exchanged != null && exchanged.missing() == null;
    one.set("object", Json.number(told ? exchanged.object() : Double.NaN));
    one.set("surroundings", Json.number(told ? exchanged.surroundings() : Double.NaN));
    one.put("exchanged", told ? exchanged.images() : 0);
    return one.put("verdict", verdict).put("missing", missing);
  }

  private JsonNode shown(int i) {
    JsonNode found = evidence.get(i);
    if (found == null) {
      return Json.NODES.nullNode();
    }
    ObjectNode one = Json.NODES.objectNode();
    for (String strip : STRIPS) {
      one.put(strip, found.path(strip).textValue());
    }
    one.set("highestPlaces", top.get(i).get("most"));
    one.set("lowestPlaces", top.get(i).get("least"));
    return one;
  }

  /** All features side by side, rising: the document {@code features}. */
  ObjectNode features() {
    Map<Integer, List<Integer>> byFeature = new TreeMap<>();
    for (int i = 0; i < top.size(); i++) {
      byFeature.computeIfAbsent(feature(i), feature -> new ArrayList<>()).add(i);
    }
    ObjectNode root = Json.NODES.objectNode();
    ArrayNode list = root.putArray("features");
    byFeature.forEach(
        (feature, entries) -> {
          ArrayNode classes = list.addObject().put("feature", feature).putArray("classes");
          entries.forEach(i -> classes.add(jsonOfFeature(i)));
        });
    return root;
  }
}

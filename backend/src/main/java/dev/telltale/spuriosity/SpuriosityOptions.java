package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.SpecException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of the method, complete.
 *
 * @param json by name, in the order of the schema
 */
record SpuriosityOptions(ObjectNode json) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** One option that is a number. */
  private record Numeric(
      String name,
      String title,
      String description,
      boolean whole,
      double otherwise,
      double least,
      double most) {}

  private static final List<Numeric> NUMBERS =
      List.of(
          whole(
              "chunk",
              "Images of a unit",
              "How many pictures a worker encodes at once.",
              64,
              32,
              4096),
          whole(
              "features",
              "Features",
              "The most important features of each class that are looked at.",
              5,
              1,
              50),
          whole(
              "attack",
              "Steps of feature attacks",
              "0 for none; the paper takes 100.",
              100,
              0,
              1000),
          real(
              "attackStep",
              "Length of a step",
              "Of feature attacks, along the normalised gradient.",
              10,
              1e-6,
              1e6),
          whole(
              "k",
              "Images at each end",
              "So many of highest and of lowest spuriosity per class make a gap.",
              10,
              1,
              100_000),
          whole("perClass", "Images to tune on", "Of each class.", 100, 1, 100_000),
          whole("trials", "Trials", "So often a head is tuned on each choice of images.", 3, 1, 20),
          real(
              "threshold",
              "Closed below",
              "Percentage points of the gap at which tuning stops.",
              5,
              0.01,
              100),
          whole("epochs", "Epochs", "The most that a head is tuned.", 300, 1, 10_000),
          real("rate", "Learning rate", "Of the tuning.", 0.01, 1e-9, 100),
          real("level", "Confidence", "Confidence of all intervals.", 0.95, 0.5, 0.999),
          whole(
              "seed",
              "Seed",
              "Of splits, of what is chosen by chance and of orders.",
              0,
              0,
              Integer.MAX_VALUE));

  private static final Map<String, List<String>> CHOICES =
      Map.of("head", List.of("own", "fitted"), "suggest", List.of("mass", "density", "no"));

  /** The schema of the options, from which forms are made. */
  static ObjectNode schema() {
    ObjectNode schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    for (Numeric one : NUMBERS) {
      ObjectNode property =
          properties
              .putObject(one.name)
              .put("type", one.whole ? "integer" : "number")
              .put("title", one.title)
              .put("description", one.description);
      put(property, "default", one, one.otherwise);
      put(property, "minimum", one, one.least);
      put(property, "maximum", one, one.most);
    }
    choice(
        properties,
        "head",
        "Head",
        "The first model's own, or one fitted on the pictures to tune on. An encoder has no own one.");
    choice(
        properties,
        "suggest",
        "Verdicts",
        "Where none are given and there are masks: spurious is what lies mostly outside the object (mass), or is thinner on it than around it (density).");
    properties
        .putObject("verdicts")
        .put("type", "string")
        .put("title", "Spurious features")
        .put(
            "description",
            "The channels that people called spurious, such as waterbird: 3 17; landbird: 5. The others of these classes are core; nothing is suggested for them.")
        .put("default", "");
    return schema;
  }

  /**
   * Reads options; those that are not given have their defaults.
   *
   * @throws SpecException naming the one that is unknown or out of its range
   */
  static SpuriosityOptions of(JsonNode asked) {
    ObjectNode known = schema().withObject("/properties");
    for (Map.Entry<String, JsonNode> option : asked.properties()) {
      if (!known.has(option.getKey())) {
        throw wrong(option.getKey(), "spuriosity has no option " + option.getKey());
      }
    }
    ObjectNode all = JSON.objectNode();
    for (Numeric one : NUMBERS) {
      JsonNode value = given(asked, known, one.name);
      double number = value.doubleValue();
      if (!value.isNumber()
          || !(number >= one.least && number <= one.most)
          || (one.whole && number != Math.rint(number))) {
        throw wrong(
            one.name,
            "%s is a %s from %s to %s, not %s"
                .formatted(
                    one.name,
                    one.whole ? "whole number" : "number",
                    known.get(one.name).get("minimum"),
                    known.get(one.name).get("maximum"),
                    value));
      }
      put(all, one.name, one, number);
    }
    for (String name : List.of("head", "suggest")) {
      JsonNode value = given(asked, known, name);
      if (!CHOICES.get(name).contains(value.asText())) {
        throw wrong(
            name,
            "%s is one of %s, not %s".formatted(name, String.join(", ", CHOICES.get(name)), value));
      }
      all.put(name, value.asText());
    }
    String verdicts = given(asked, known, "verdicts").asText();
    parsed(verdicts);
    all.put("verdicts", verdicts);
    return new SpuriosityOptions(all);
  }

  int whole(String name) {
    return json.get(name).intValue();
  }

  double real(String name) {
    return json.get(name).doubleValue();
  }

  /** Whether a head is fitted on the pictures to tune on. */
  boolean fitted() {
    return json.get("head").textValue().equals("fitted");
  }

  /** How verdicts are suggested; null for not at all. */
  Suggestion.@Nullable Rule rule() {
    String rule = json.get("suggest").textValue();
    return rule.equals("no") ? null : Suggestion.Rule.valueOf(rule.toUpperCase(Locale.ROOT));
  }

  /** The channels that people called spurious, by the classes that they spoke of. */
  Map<String, List<Integer>> verdicts() {
    return parsed(json.get("verdicts").textValue());
  }

  double level() {
    return real("level");
  }

  long seed() {
    return json.get("seed").longValue();
  }

  /** {@code waterbird: 3 17; landbird: 5}; a class without channels has no spurious feature. */
  private static Map<String, List<Integer>> parsed(String verdicts) {
    Map<String, List<Integer>> spurious = new LinkedHashMap<>();
    for (String part : verdicts.split(";")) {
      if (part.isBlank()) {
        continue;
      }
      // A class's name may hold a colon, a channel none.
      int colon = part.lastIndexOf(':');
      String channels = part.substring(colon + 1).strip();
      if (colon < 1 || !channels.matches("(\\d{1,9}(\\s+\\d{1,9})*)?")) {
        throw wrong(
            "verdicts",
            "verdicts are written class: channel channel; class: channel, not " + part.strip());
      }
      spurious.put(
          part.substring(0, colon).strip(),
          Arrays.stream(channels.split("\\s+"))
              .filter(channel -> !channel.isEmpty())
              .map(Integer::valueOf)
              .toList());
    }
    return spurious;
  }

  private static JsonNode given(JsonNode asked, JsonNode known, String name) {
    JsonNode value = asked.path(name);
    return value.isMissingNode() || value.isNull() ? known.get(name).get("default") : value;
  }

  private static void put(ObjectNode into, String field, Numeric one, double value) {
    if (one.whole) {
      into.put(field, (long) value);
    } else {
      into.put(field, value);
    }
  }

  private static void choice(ObjectNode properties, String name, String title, String description) {
    ObjectNode property =
        properties
            .putObject(name)
            .put("type", "string")
            .put("title", title)
            .put("description", description)
            .put("default", CHOICES.get(name).get(0));
    CHOICES.get(name).forEach(property.withArray("/enum")::add);
  }

  private static SpecException wrong(String name, String message) {
    return new SpecException("options." + name, message);
  }

  private static Numeric whole(
      String name, String title, String description, int otherwise, int least, int most) {
    return new Numeric(name, title, description, true, otherwise, least, most);
  }

  private static Numeric real(
      String name, String title, String description, double otherwise, double least, double most) {
    return new Numeric(name, title, description, false, otherwise, least, most);
  }
}

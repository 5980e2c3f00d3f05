package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.OptionSchema;
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
  private static final String VERDICTS = "verdicts";
  private static final String TUNED = "tune";

  /** Verdicts on fifty features of a thousand classes. */
  private static final int LONGEST_VERDICTS = 400_000;

  private static final OptionSchema SCHEMA =
      new OptionSchema("spuriosity")
          .choice(
              "head",
              "Head",
              "The first model's own, or one fitted on the pictures to tune on. An encoder has no own one.",
              List.of("own", "fitted"))
          .whole(
              "features",
              "Features",
              "The most important features of each class that are looked at.",
              5L,
              1,
              50)
          .choice(
              "suggest",
              "Verdicts",
              "Where none are given and there are masks: spurious is what the own surroundings raise, no less than other objects change it (exchange), lies mostly outside the object (mass), or is thinner on it than around it (density).",
              List.of("exchange", "mass", "density", "no"))
          .whole(
              "pairs",
              "Exchanged",
              "Of so many pictures of each class, and of others, objects and surroundings are exchanged.",
              100L,
              10,
              10_000)
          .text(
              VERDICTS,
              "Spurious features",
              "The channels that people called spurious, such as waterbird: 3 17; landbird: 5. The others of these classes are core; nothing is suggested for them.",
              LONGEST_VERDICTS)
          .whole(
              "k",
              "Images at each end",
              "So many of highest and of lowest spuriosity per class make a gap.",
              10L,
              1,
              100_000)
          .text(
              TUNED,
              "Model to tune",
              "Name of the model whose head is tuned, on its own features; it needs a linear head. Empty for the first model, whose features rank.",
              200)
          .whole("perClass", "Images to tune on", "Of each class.", 100L, 1, 100_000)
          .whole(
              "trials", "Trials", "So often a head is tuned on each choice of images.", 3L, 1, 20)
          .number(
              "threshold",
              "Closed below",
              "Percentage points of the gap at which tuning stops.",
              5.0,
              0.01,
              100)
          .whole("epochs", "Epochs", "The most that a head is tuned.", 300L, 1, 10_000)
          .number("rate", "Learning rate", "Of the tuning.", 0.01, 1e-9, 100)
          .whole(
              "attack",
              "Steps of feature attacks",
              "0 for none; the paper takes 100.",
              100L,
              0,
              1000)
          .number(
              "attackStep",
              "Length of a step",
              "Of feature attacks, along the normalised gradient.",
              10.0,
              1e-6,
              1e6)
          .number("level", "Confidence", "Confidence of all intervals.", 0.95, 0.5, 0.999)
          .whole(
              "seed",
              "Seed",
              "Of splits, of what is chosen by chance and of orders.",
              0L,
              0,
              Integer.MAX_VALUE)
          .whole(
              "chunk",
              "Images of a unit",
              "How many pictures a worker encodes at once.",
              64L,
              32,
              4096);

  /** The schema of the options, from which forms are made. */
  static ObjectNode schema() {
    return SCHEMA.json();
  }

  /**
   * Reads options; those that are not given have their defaults.
   *
   * @throws SpecException naming the one that is unknown or out of its range
   */
  static SpuriosityOptions of(ObjectNode asked) {
    SpuriosityOptions options = new SpuriosityOptions(SCHEMA.complete(asked));
    options.verdicts();
    return options;
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

  /**
   * The model whose head is tuned.
   *
   * @return its place; 0 for the first, whose features rank
   * @throws SpecException if no model has that name, or it has no head to tune
   */
  int tuned(AuditSubject subject) {
    String name = json.path(TUNED).asText("");
    for (int m = 0; m < subject.models().size() && !name.isEmpty(); m++) {
      if (subject.spec().models().get(m).name().equals(name)) {
        if (m > 0 && subject.models().get(m).linearHead().isEmpty()) {
          throw new SpecException(
              "options." + TUNED, name + " has no linear head (head.json) to tune");
        }
        return m;
      }
    }
    if (!name.isEmpty()) {
      throw new SpecException("options." + TUNED, "no model of the audit is called " + name);
    }
    return 0;
  }

  /** How verdicts are suggested; null for not at all. */
  Suggestion.@Nullable Rule rule() {
    String rule = json.get("suggest").textValue();
    return rule.equals("no") ? null : Suggestion.Rule.valueOf(rule.toUpperCase(Locale.ROOT));
  }

  /** The channels that people called spurious, by the classes that they spoke of. */
  Map<String, List<Integer>> verdicts() {
    JsonNode verdicts = json.get(VERDICTS);
    return verdicts.isNull() ? Map.of() : parsed(verdicts.textValue());
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
        throw new SpecException(
            "options." + VERDICTS,
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
}

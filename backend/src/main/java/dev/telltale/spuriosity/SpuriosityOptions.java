package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.OptionSchema;
import dev.telltale.audit.SpecException;
import java.util.ArrayList;
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
  private static final String CROPS = "crops";
  private static final String SENSITIVITY = "sensitivity";
  private static final String DISCOVER = "discover";
  private static final String CONCEPTS = "concepts";
  private static final String IMPORTANCE = "importance";
  private static final String NO = "no";

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
              IMPORTANCE,
              "Importance",
              "Over which pictures of a class a feature's importance is a mean: all of them, or those that the head gets right, as the published code has it.",
              List.of("all", "right"))
          .choice(
              "suggest",
              "Verdicts",
              "Where none are given and there are masks: spurious is what the own surroundings raise, no less than other objects change it (exchange), lies mostly outside the object (mass), or is thinner on it than around it (density).",
              List.of("exchange", "mass", "density", NO))
          .whole(
              "pairs",
              "Exchanged",
              "Of so many pictures of each class, and of others, objects and surroundings are exchanged: four passes of the first model for each.",
              100L,
              10,
              10_000)
          .text(
              VERDICTS,
              "Spurious features",
              "The channels that people called spurious, such as waterbird: 3 17; landbird: 5, or as JSON, {\"waterbird\": [3, 17]}. The others of these classes are core; nothing is suggested for them.",
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
          .choice(
              CROPS,
              "Core crops",
              "Whether pictures whose labels are flagged are cropped to what activates the core features: a pass of the first model each.",
              List.of("yes", "no"))
          .whole(
              SENSITIVITY,
              "Pictures of a sensitivity",
              "So many pictures of each feature lose colour, texture and shape where it is; 0 for none, the paper takes 65. Three passes of each model and one of the first for each of them.",
              65L,
              0,
              1000)
          .choice(
              DISCOVER,
              "Unnamed cues",
              "How directions are proposed whose ends differ in accuracy: principal components, a non-negative factorisation, or not at all. Seconds for 4000 pictures.",
              List.of("pca", "nmf", NO))
          .words(
              CONCEPTS,
              "Concepts",
              "Cues that the data set tells of, such as place=water; where none is given, every value of its groups; no for none. A look at the features.")
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
    ObjectNode given = asked.deepCopy();
    if (given.path(VERDICTS).isObject()) {
      given.put(VERDICTS, given.get(VERDICTS).toString());
    }
    SpuriosityOptions options = new SpuriosityOptions(SCHEMA.complete(given));
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

  /** Whether only pictures that the head gets right count for importance. */
  boolean importanceOfRight() {
    return json.get(IMPORTANCE).textValue().equals("right");
  }

  /** How verdicts are suggested; null for not at all. */
  Suggestion.@Nullable Rule rule() {
    String rule = json.get("suggest").textValue();
    return rule.equals("no") ? null : Suggestion.Rule.valueOf(rule.toUpperCase(Locale.ROOT));
  }

  /** The channels that people called spurious, by the classes that they spoke of. */
  Map<String, List<Integer>> verdicts() {
    JsonNode verdicts = json.get(VERDICTS);
    return verdicts.isNull() ? Map.of() : VerdictText.read(verdicts.textValue());
  }

  /** Whether flagged pictures are cropped. */
  boolean crops() {
    return !json.get(CROPS).textValue().equals(NO);
  }

  /** The most pictures of a feature whose region is corrupted; 0 for no such stage. */
  int sensitivity() {
    return whole(SENSITIVITY);
  }

  /** How directions are proposed; null for not at all. */
  @Nullable Proposal discovery() {
    String how = json.get(DISCOVER).textValue();
    return how.equals(NO) ? null : Proposal.valueOf(how.toUpperCase(Locale.ROOT));
  }

  /** Concepts as they were asked for, each {@code attribute=value}. */
  List<String> concepts() {
    List<String> asked = new ArrayList<>();
    json.get(CONCEPTS).forEach(one -> asked.add(one.textValue()));
    return asked;
  }

  double level() {
    return real("level");
  }

  long seed() {
    return json.get("seed").longValue();
  }
}

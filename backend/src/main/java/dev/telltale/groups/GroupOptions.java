package dev.telltale.groups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.SpecException;
import java.util.Map;

/**
 * The options of the method.
 *
 * @param chunk images of a unit, a multiple of {@link Scorer#BATCH}; the report does not depend on
 *     it
 * @param smallest groups with a smaller share of the images are no candidates for the worst
 * @param bins of the calibration error
 * @param level confidence of the intervals
 * @param resamples of the bootstrap
 * @param seed of the bootstrap
 */
record GroupOptions(int chunk, double smallest, int bins, double level, int resamples, long seed) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The schema of the options, from which forms are made; also the one list of their names. */
  static ObjectNode schema() {
    ObjectNode properties = JSON.objectNode();
    integer(
        properties,
        "chunk",
        "Images of a unit",
        "How many pictures a worker takes at once, a multiple of 16. The report does not depend on"
            + " it.",
        64,
        16,
        4096);
    properties.withObject("/chunk").put("multipleOf", Scorer.BATCH);
    number(
        properties,
        "smallest",
        "Smallest group",
        "Groups with a smaller share of the pictures are no candidates for the worst one.",
        0.01,
        0,
        1);
    integer(
        properties,
        "bins",
        "Bins",
        "Into so many bins the confidences are put for the calibration error.",
        15,
        1,
        1000);
    number(properties, "level", "Confidence", "Confidence of all intervals.", 0.95, 0.5, 0.999);
    integer(
        properties,
        "resamples",
        "Resamples",
        "So often the pictures are drawn again for the bootstrap.",
        1000,
        100,
        100_000);
    integer(properties, "seed", "Seed", "Of the bootstrap's draws.", 0, 0, Integer.MAX_VALUE);
    ObjectNode schema = JSON.objectNode();
    schema.put("type", "object");
    schema.set("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  /**
   * Reads options; those that are not given have their defaults.
   *
   * @throws SpecException naming the one that is unknown or out of its range
   */
  static GroupOptions of(JsonNode asked) {
    JsonNode known = schema().get("properties");
    for (Map.Entry<String, JsonNode> option : asked.properties()) {
      if (!known.has(option.getKey())) {
        throw wrong(
            option.getKey(),
            "groups has no option " + option.getKey() + "; it has " + names(known));
      }
    }
    return new GroupOptions(
        (int) whole(asked, known, "chunk"),
        value(asked, known, "smallest").doubleValue(),
        (int) whole(asked, known, "bins"),
        value(asked, known, "level").doubleValue(),
        (int) whole(asked, known, "resamples"),
        whole(asked, known, "seed"));
  }

  /** All of them, in the order of the schema. */
  ObjectNode json() {
    return JSON.objectNode()
        .put("chunk", chunk)
        .put("smallest", smallest)
        .put("bins", bins)
        .put("level", level)
        .put("resamples", resamples)
        .put("seed", seed);
  }

  private static long whole(JsonNode asked, JsonNode known, String name) {
    JsonNode value = value(asked, known, name);
    // 64.0 is whole too: JSON does not tell them apart.
    if (value.doubleValue() != Math.rint(value.doubleValue())) {
      throw wrong(name, name + " is a whole number, not " + value);
    }
    int multiple = known.get(name).path("multipleOf").asInt(1);
    if (value.longValue() % multiple != 0) {
      throw wrong(name, "%s is a multiple of %d, not %s".formatted(name, multiple, value));
    }
    return value.longValue();
  }

  private static JsonNode value(JsonNode asked, JsonNode known, String name) {
    JsonNode property = known.get(name);
    JsonNode value = asked.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return property.get("default");
    }
    double least = property.get("minimum").doubleValue();
    double most = property.get("maximum").doubleValue();
    if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
      throw wrong(
          name,
          "%s is a number from %s to %s, not %s"
              .formatted(name, property.get("minimum"), property.get("maximum"), value));
    }
    return value;
  }

  private static SpecException wrong(String name, String message) {
    return new SpecException("options." + name, message);
  }

  private static String names(JsonNode known) {
    StringBuilder names = new StringBuilder();
    known
        .fieldNames()
        .forEachRemaining(name -> names.append(names.isEmpty() ? "" : ", ").append(name));
    return names.toString();
  }

  private static void integer(
      ObjectNode properties,
      String name,
      String title,
      String description,
      int value,
      int least,
      int most) {
    properties
        .putObject(name)
        .put("type", "integer")
        .put("title", title)
        .put("description", description)
        .put("default", value)
        .put("minimum", least)
        .put("maximum", most);
  }

  private static void number(
      ObjectNode properties,
      String name,
      String title,
      String description,
      double value,
      double least,
      double most) {
    properties
        .putObject(name)
        .put("type", "number")
        .put("title", title)
        .put("description", description)
        .put("default", value)
        .put("minimum", least)
        .put("maximum", most);
  }
}

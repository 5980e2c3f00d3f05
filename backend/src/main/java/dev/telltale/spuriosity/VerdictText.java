package dev.telltale.spuriosity;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.SpecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Verdicts as people write them: {@code waterbird: 3 17; landbird: 5}, a class a line or with
 * semicolons between them, or as the report's document gives them, {@code {"waterbird": [3, 17],
 * "landbird": [5]}}. A class without channels has no spurious feature.
 */
final class VerdictText {
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  /** Characters of a message: what is wrong may be all of a file. */
  private static final int LONGEST_MESSAGE = 240;

  private VerdictText() {}

  /**
   * Reads both forms.
   *
   * @return spurious channels by the classes that are spoken of
   * @throws SpecException naming the part that is neither, or a class that is spoken of twice
   */
  static Map<String, List<Integer>> read(String text) {
    return text.stripLeading().startsWith("{") ? json(text) : lines(text);
  }

  /** Verdicts of the classes that have some, given or suggested, as {@link #read} takes them. */
  static ObjectNode json(List<String> classes, Verdicts verdicts) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (int c = 0; c < classes.size(); c++) {
      int[] spurious = verdicts.spurious().get(c);
      if (verdicts.given()[c] || spurious.length + verdicts.core().get(c).length > 0) {
        ArrayNode channels = all.putArray(classes.get(c));
        Arrays.stream(spurious).forEach(channels::add);
      }
    }
    return all;
  }

  private static Map<String, List<Integer>> lines(String text) {
    Map<String, List<Integer>> spurious = new LinkedHashMap<>();
    for (String part : text.split("[;\\r\\n]")) {
      if (part.isBlank()) {
        continue;
      }
      // A class's name may hold a colon, a channel none.
      int colon = part.lastIndexOf(':');
      String channels = part.substring(colon + 1).strip();
      if (colon < 1 || !channels.matches("(\\d{1,9}([\\s,]+\\d{1,9})*)?")) {
        throw wrong(
            "verdicts are written class: channel channel; class: channel, not " + part.strip());
      }
      add(
          spurious,
          part.substring(0, colon).strip(),
          Arrays.stream(channels.split("[\\s,]+"))
              .filter(channel -> !channel.isEmpty())
              .map(Integer::valueOf)
              .toList());
    }
    return spurious;
  }

  private static Map<String, List<Integer>> json(String text) {
    JsonNode all;
    try {
      all = STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw wrong("verdicts begin as JSON, but are none: " + e.getOriginalMessage());
    }
    Map<String, List<Integer>> spurious = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> one : all.properties()) {
      List<Integer> channels = new ArrayList<>();
      for (JsonNode channel : one.getValue()) {
        if (!channel.isInt() || channel.intValue() < 0) {
          throw notChannels(one);
        }
        channels.add(channel.intValue());
      }
      if (!one.getValue().isArray()) {
        throw notChannels(one);
      }
      add(spurious, one.getKey(), List.copyOf(channels));
    }
    return spurious;
  }

  private static void add(Map<String, List<Integer>> into, String classOf, List<Integer> channels) {
    if (into.put(classOf, channels) != null) {
      throw wrong("verdicts speak of " + classOf + " twice");
    }
  }

  private static SpecException notChannels(Map.Entry<String, JsonNode> one) {
    return wrong(
        "verdicts give each class a list of channels, such as [3, 17]; %s has %s"
            .formatted(one.getKey(), one.getValue()));
  }

  private static SpecException wrong(String message) {
    return new SpecException(
        "options.verdicts",
        message.length() > LONGEST_MESSAGE
            ? message.substring(0, LONGEST_MESSAGE) + " …"
            : message);
  }
}

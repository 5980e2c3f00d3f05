package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of a method, declared once: the JSON Schema that forms are made of, and the check of
 * what was asked for. An option whose default is null may be left out, and then is null.
 */
public final class OptionSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String method;
  private final ObjectNode properties = JSON.objectNode();

  /**
   * @param method its name, for messages
   */
  public OptionSchema(String method) {
    this.method = method;
  }

  /** A whole number within a range. */
  public OptionSchema whole(
      String name, String title, String description, @Nullable Long value, long least, long most) {
    ObjectNode property = add(name, "integer", title, description, value == null);
    property.put("minimum", least).put("maximum", most).put("default", value);
    return this;
  }

  /** A whole number that was declared is a multiple of another. */
  public OptionSchema multiple(String name, int of) {
    ((ObjectNode) properties.get(name)).put("multipleOf", of);
    return this;
  }

  /** A number within a range. */
  public OptionSchema number(
      String name,
      String title,
      String description,
      @Nullable Double value,
      double least,
      double most) {
    ObjectNode property = add(name, "number", title, description, value == null);
    property.put("minimum", least).put("maximum", most).put("default", value);
    return this;
  }

  /** One of some words; the first is the default. */
  public OptionSchema choice(String name, String title, String description, List<String> words) {
    ObjectNode property = add(name, "string", title, description, false);
    words.forEach(property.putArray("enum")::add);
    property.put("default", words.get(0));
    return this;
  }

  /**
   * Words, left out if need be.
   *
   * @param longest in characters
   */
  public OptionSchema text(String name, String title, String description, int longest) {
    add(name, "string", title, description, true).put("maxLength", longest).putNull("default");
    return this;
  }

  /** Several words, none if need be. */
  public OptionSchema words(String name, String title, String description) {
    ObjectNode property = add(name, "array", title, description, false);
    property.putObject("items").put("type", "string");
    property.putArray("default");
    return this;
  }

  /** Yes or no; no else. */
  public OptionSchema flag(String name, String title, String description) {
    add(name, "boolean", title, description, false).put("default", false);
    return this;
  }

  /** The schema. */
  public ObjectNode json() {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    schema.set("properties", properties.deepCopy());
    return schema.put("additionalProperties", false);
  }

  /**
   * Checks what was asked for, and fills in what was not.
   *
   * @return all options, in the order in which they were declared
   * @throws SpecException naming the one that is unknown, of another kind or out of its range
   */
  public ObjectNode complete(ObjectNode asked) {
    for (Map.Entry<String, JsonNode> option : asked.properties()) {
      if (!properties.has(option.getKey())) {
        List<String> known = new ArrayList<>();
        properties.fieldNames().forEachRemaining(known::add);
        throw wrong(
            option.getKey(),
            "%s has no option %s; it has %s"
                .formatted(method, option.getKey(), String.join(", ", known)));
      }
    }
    ObjectNode all = JSON.objectNode();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode value = asked.path(property.getKey());
      all.set(
          property.getKey(),
          value.isMissingNode() || value.isNull()
              ? property.getValue().get("default").deepCopy()
              : checked(property.getKey(), property.getValue(), value));
    }
    return all;
  }

  private ObjectNode add(
      String name, String type, String title, String description, boolean nullable) {
    ObjectNode property = properties.putObject(name);
    if (nullable) {
      property.putArray("type").add(type).add("null");
    } else {
      property.put("type", type);
    }
    return property.put("title", title).put("description", description);
  }

  private static JsonNode checked(String name, JsonNode property, JsonNode value) {
    JsonNode type = property.get("type");
    return switch (type.isArray() ? type.get(0).textValue() : type.textValue()) {
      case "integer" -> JSON.numberNode((long) number(name, property, value, "a whole number"));
      case "number" -> JSON.numberNode(number(name, property, value, "a number"));
      case "boolean" -> {
        if (!value.isBoolean()) {
          throw wrong(name, name + " is true or false, not " + value);
        }
        yield value;
      }
      case "array" -> strings(name, value);
      default -> text(name, property, value);
    };
  }

  private static double number(String name, JsonNode property, JsonNode value, String what) {
    double number = value.doubleValue();
    JsonNode least = property.get("minimum");
    JsonNode most = property.get("maximum");
    boolean whole = what.equals("a number") || number == Math.rint(number);
    if (!value.isNumber()
        || !whole
        || !(number >= least.doubleValue() && number <= most.doubleValue())) {
      throw wrong(name, "%s is %s from %s to %s, not %s".formatted(name, what, least, most, value));
    }
    int multiple = property.path("multipleOf").asInt(1);
    if (property.has("multipleOf") && number % multiple != 0) {
      throw wrong(name, "%s is a multiple of %d, not %s".formatted(name, multiple, value));
    }
    return number;
  }

  /** One word is a list of one, or of several with commas between them, as on a command line. */
  private static JsonNode strings(String name, JsonNode value) {
    List<String> words = new ArrayList<>();
    if (value.isTextual()) {
      words.addAll(List.of(value.textValue().split(",")));
    } else {
      for (JsonNode one : value) {
        words.add(one.asText());
      }
    }
    words.replaceAll(String::strip);
    if (!(value.isTextual() || value.isArray()) || words.contains("")) {
      throw wrong(name, name + " is a list of words, not " + value);
    }
    var list = JSON.arrayNode();
    words.forEach(list::add);
    return list;
  }

  private static JsonNode text(String name, JsonNode property, JsonNode value) {
    String text = value.isContainerNode() ? "" : value.asText();
    JsonNode choices = property.path("enum");
    if (choices.isArray()) {
      List<String> known = new ArrayList<>();
      choices.forEach(one -> known.add(one.textValue()));
      if (!known.contains(text)) {
        throw wrong(
            name,
            "%s is %s, not %s"
                .formatted(
                    name,
                    String.join(", ", known.subList(0, known.size() - 1))
                        + " or "
                        + known.get(known.size() - 1),
                    text.isEmpty() ? value : text));
      }
    } else if (text.isBlank() || text.length() > property.get("maxLength").intValue()) {
      throw wrong(
          name,
          "%s is 1 to %s characters, not %s".formatted(name, property.get("maxLength"), value));
    }
    return JSON.textNode(text);
  }

  private static SpecException wrong(String name, String message) {
    return new SpecException("options." + name, message);
  }
}

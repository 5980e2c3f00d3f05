package dev.telltale.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes to events and files as accidents and malice make them, all drawn from one seed. */
final class Mutations {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "x",
          "\u0000",
          "\uD800",
          "../../../etc/passwd",
          "file:///etc/passwd",
          "//",
          "http://[",
          "%",
          "a".repeat(5000),
          "\uD83D\uDC26",
          "AAAA",
          "NaN",
          "1e999",
          "\u202e");

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Some bytes changed, most often near the start or the end, where headers are. */
  byte[] flipped(byte[] file) {
    byte[] out = file.clone();
    for (int changes = 1 + below(8); changes > 0; changes--) {
      int near = Math.min(out.length, 200);
      int place =
          switch (below(4)) {
            case 0, 1 -> below(near);
            case 2 -> out.length - 1 - below(near);
            default -> below(out.length);
          };
      out[place] = below(3) == 0 ? (byte) -below(2) : (byte) below(256);
    }
    return out;
  }

  /** The first part, shorter than the whole by a byte at least. */
  byte[] cut(byte[] file) {
    return Arrays.copyOf(file, below(file.length));
  }

  /** Noise where a part was, or between two parts. */
  byte[] noisy(byte[] file) {
    byte[] noise = new byte[1 + below(64)];
    random.nextBytes(noise);
    int from = below(file.length);
    int to = Math.min(file.length, from + below(2) * below(64));
    byte[] out = Arrays.copyOf(file, file.length - (to - from) + noise.length);
    System.arraycopy(noise, 0, out, from, noise.length);
    System.arraycopy(file, to, out, from + noise.length, file.length - to);
    return out;
  }

  /**
   * An event's JSON after one to three changes that leave it JSON, and perhaps one that does not.
   */
  byte[] event(ObjectNode good) {
    ObjectNode event = good.deepCopy();
    for (int changes = 1 + below(3); changes > 0; changes--) {
      change(event);
    }
    byte[] text = text(event);
    return switch (below(8)) {
      case 0 -> cut(text);
      case 1 -> flipped(text);
      case 2 -> noisy(text);
      case 3 -> new String(text, UTF_8).replaceFirst(",", ",\"id\":\"again\",").getBytes(UTF_8);
      default -> text;
    };
  }

  private void change(ObjectNode event) {
    List<String> fields = new ArrayList<>();
    event.fieldNames().forEachRemaining(fields::add);
    if (fields.isEmpty()) {
      return;
    }
    String field = fields.get(below(fields.size()));
    String other = fields.get(below(fields.size()));
    switch (below(6)) {
      case 0 -> event.remove(field);
      case 1 -> event.set(field, value(3));
      case 2 -> event.put(field, TEXTS.get(below(TEXTS.size())));
      case 3 -> {
        JsonNode swapped = event.get(field);
        event.set(field, event.get(other));
        event.set(other, swapped);
      }
      case 4 -> event.set(field + (below(2) == 0 ? "s" : " "), event.remove(field));
      default -> event.put(field, mixed(event.get(field).asText()));
    }
  }

  private String mixed(String text) {
    StringBuilder mixed = new StringBuilder(text);
    for (int changes = 1 + below(4); changes > 0; changes--) {
      mixed.insert(below(mixed.length() + 1), "x \u0000\uD800/.%:".charAt(below(8)));
    }
    return mixed.toString();
  }

  private JsonNode value(int depth) {
    return switch (below(depth == 0 ? 5 : 7)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextLong());
      case 3 -> NODES.numberNode(random.nextGaussian());
      case 4 -> NODES.textNode(TEXTS.get(below(TEXTS.size())));
      case 5 -> NODES.arrayNode().add(value(depth - 1)).add(value(depth - 1));
      default -> NODES.objectNode().set("place", value(depth - 1));
    };
  }

  static byte[] text(JsonNode event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

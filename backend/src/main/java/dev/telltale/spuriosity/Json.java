package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.stats.Estimate;
import dev.telltale.stats.Proportion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * JSON as the documents have it: six significant digits, which is more than any of these figures is
 * worth, and null in place of what is no number.
 */
final class Json {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final MathContext DIGITS = new MathContext(6);

  private Json() {}

  /** A number, or null for NaN and the infinities. */
  static JsonNode number(double value) {
    if (!Double.isFinite(value)) {
      return NODES.nullNode();
    }
    return NODES.numberNode(value == 0 ? 0.0 : new BigDecimal(value).round(DIGITS).doubleValue());
  }

  static ArrayNode numbers(double[] values) {
    ArrayNode list = NODES.arrayNode();
    Arrays.stream(values).forEach(value -> list.add(number(value)));
    return list;
  }

  static ArrayNode ints(int[] values) {
    ArrayNode list = NODES.arrayNode();
    IntStream.of(values).forEach(list::add);
    return list;
  }

  /** {@code value}, {@code low}, {@code high} and {@code n}. */
  static ObjectNode estimate(Estimate of) {
    return estimate(of.value(), of.low(), of.high(), of.n());
  }

  /** The same of a share. */
  static ObjectNode estimate(Proportion of) {
    return estimate(of.value(), of.low(), of.high(), of.n());
  }

  private static ObjectNode estimate(double value, double low, double high, long n) {
    ObjectNode one = NODES.objectNode();
    one.set("value", number(value));
    one.set("low", number(low));
    one.set("high", number(high));
    return one.put("n", n);
  }

  /** Keeps JSON; its address. */
  static String keep(JsonNode json, Artifacts artifacts) {
    try {
      return artifacts.write(MAPPER.writeValueAsBytes(json));
    } catch (IOException e) {
      throw new UncheckedIOException("a document cannot be kept: " + e.getMessage(), e);
    }
  }

  /** Reads what is kept. */
  static JsonNode read(String address, Artifacts artifacts) {
    try {
      return MAPPER.readTree(artifacts.read(address));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the document %s cannot be read back: %s".formatted(address, e.getMessage()), e);
    }
  }
}

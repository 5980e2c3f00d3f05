package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What a kind computed for a case, in the structure of its {@code expected}. It may hold more than
 * a case asks for; what a case asks for beyond it is a fault.
 */
sealed interface Answer {

  /** Compares this answer with what the case expects at a path. */
  void compare(JsonNode want, String path, Comparison comparison);

  static Answer numbers(double... values) {
    return new Numbers(Tensor.vector(values));
  }

  static Answer number(double value) {
    return new Numbers(Tensor.scalar(value));
  }

  static Answer numbers(Tensor tensor) {
    return new Numbers(tensor);
  }

  /** Numbers of one shape, each compared within the tolerance. */
  record Numbers(Tensor tensor) implements Answer {
    @Override
    public void compare(JsonNode want, String path, Comparison comparison) {
      comparison.numbers(tensor, want, path);
    }
  }

  /** A text that must be the same. */
  record Text(String text) implements Answer {
    @Override
    public void compare(JsonNode want, String path, Comparison comparison) {
      if (!want.isTextual() || !want.textValue().equals(text)) {
        throw new CaseFault(path + ": got \"" + text + "\", want " + want);
      }
    }
  }

  /**
   * Not a result: an input or a description that stands among the expected fields, such as the
   * indices of a bootstrap, and which the kind has read or does not need.
   */
  record Given() implements Answer {
    @Override
    public void compare(JsonNode want, String path, Comparison comparison) {}
  }

  /** Named parts. */
  record Fields(Map<String, Answer> fields) implements Answer {
    @Override
    public void compare(JsonNode want, String path, Comparison comparison) {
      if (!want.isObject() || GoldenCase.isReference(want)) {
        throw new CaseFault(path + " should hold named fields");
      }
      for (Map.Entry<String, JsonNode> entry : want.properties()) {
        Answer answer = fields.get(entry.getKey());
        String below = path + "." + entry.getKey();
        if (answer == null) {
          throw new CaseFault("does not check field " + below);
        }
        answer.compare(entry.getValue(), below, comparison);
      }
    }
  }

  /** Parts in their order. */
  record Items(List<Answer> items) implements Answer {
    @Override
    public void compare(JsonNode want, String path, Comparison comparison) {
      if (!want.isArray() || want.size() != items.size()) {
        throw new CaseFault(path + " should be a list of " + items.size());
      }
      for (int i = 0; i < items.size(); i++) {
        items.get(i).compare(want.get(i), path + "[" + i + "]", comparison);
      }
    }
  }
}

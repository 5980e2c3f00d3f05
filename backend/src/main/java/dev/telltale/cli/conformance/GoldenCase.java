package dev.telltale.cli.conformance;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One golden case: a folder with a {@code case.json} that says what goes in, what came out of the
 * published code, and how near a re-implementation must be.
 *
 * @param folder where the case and the files it refers to lie
 * @param id e.g. {@code 1_attention_iou/score_pairs}; its last segment names the kind
 * @param tolerance for every number of {@code expected}
 */
record GoldenCase(
    Path folder,
    String id,
    JsonNode inputs,
    JsonNode params,
    JsonNode expected,
    Tolerance tolerance) {

  static final String FILE = "case.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a case.
   *
   * @throws CaseFault if {@code case.json} is no golden case
   */
  static GoldenCase read(Path folder) {
    JsonNode root;
    try {
      root = JSON.readTree(folder.resolve(FILE).toFile());
    } catch (JacksonException e) {
      throw new CaseFault(FILE + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new CaseFault(FILE + " cannot be read: " + e.getMessage());
    }
    JsonNode tolerance = need(root, "tolerance");
    return new GoldenCase(
        folder,
        need(root, "id").asText(),
        need(root, "inputs"),
        root.path("params"),
        need(root, "expected"),
        new Tolerance(tolerance.path("abs").asDouble(0), tolerance.path("rel").asDouble(0)));
  }

  /** The last segment of the id. */
  String kind() {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /** A field that must be there. */
  static JsonNode need(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    if (node.isMissingNode() || node.isNull()) {
      throw new CaseFault("the field " + field + " is missing");
    }
    return node;
  }

  /** A tensor among the inputs. */
  Tensor input(String field) {
    return tensor(need(inputs, field), "inputs." + field);
  }

  /** A tensor anywhere: a reference to a file of the case, nested lists or a number. */
  Tensor tensor(JsonNode node, String path) {
    if (!isReference(node)) {
      return Tensor.parse(node, path);
    }
    Path file = fileOf(node, "bin");
    int[] shape = Tensor.parse(need(node, "shape"), path + ".shape").ints();
    try {
      return Tensor.decode(
          Files.readAllBytes(file), shape, need(node, "dtype").asText(), "" + file.getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The TorchScript file of a network among the inputs. */
  Path network(String field) {
    return fileOf(need(inputs, field), "torchscript");
  }

  /** The strings of a list, or the one string. */
  static List<String> strings(JsonNode node) {
    List<String> strings = new ArrayList<>();
    if (node.isTextual()) {
      strings.add(node.textValue());
    }
    node.elements().forEachRemaining(element -> strings.add(element.asText()));
    return strings;
  }

  static boolean isReference(JsonNode node) {
    return node.isObject() && node.has("bin");
  }

  private Path fileOf(JsonNode reference, String field) {
    String name = need(reference, field).asText();
    Path file = folder.resolve(name).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw new CaseFault(name + " is not in the case's folder");
    }
    if (!Files.isRegularFile(file)) {
      throw new CaseFault(name + " is missing");
    }
    return file;
  }
}

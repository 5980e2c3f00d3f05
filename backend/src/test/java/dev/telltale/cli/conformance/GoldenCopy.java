package dev.telltale.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Golden cases copied where a test may edit them, and the runner's words on them. */
final class GoldenCopy {
  static final Path GOLDEN = Path.of("src/test/resources/golden");
  static final ObjectMapper JSON = new ObjectMapper();

  private GoldenCopy() {}

  /** A copy below a directory of e.g. {@code 1_attention_iou/score_pairs}. */
  static Path of(String which, Path dir) throws IOException {
    Path to = Files.createDirectories(dir.resolve(which));
    try (var files = Files.list(GOLDEN.resolve(which))) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  static void edit(Path folder, Consumer<ObjectNode> change) throws IOException {
    Path file = folder.resolve("case.json");
    ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
    change.accept(root);
    JSON.writeValue(file.toFile(), root);
  }

  /** Makes the value at a pointer another one: a number for NaN, the other boolean, 5 % more. */
  static void change(JsonNode root, String pointer) {
    JsonNode old = root.at(pointer);
    assertThat(old.isMissingNode()).as(pointer).isFalse();
    JsonNode other =
        old.isBoolean()
            ? JSON.getNodeFactory().booleanNode(!old.booleanValue())
            : JSON.getNodeFactory().numberNode(old.isNumber() ? old.asDouble() * 1.05 + 0.01 : 0.5);
    String parent = pointer.substring(0, pointer.lastIndexOf('/'));
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    if (root.at(parent) instanceof ArrayNode array) {
      array.set(Integer.parseInt(last), other);
    } else {
      ((ObjectNode) root.at(parent)).set(last, other);
    }
  }

  /** A pointer as the runner writes a place. */
  static String path(String pointer) {
    return pointer.replaceAll("/(\\d+)", "[$1]").replace('/', '.');
  }

  static Run run(Path path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Summary summary =
        ConformanceRunner.run(path, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return new Run(summary, bytes.toString(StandardCharsets.UTF_8));
  }

  record Run(Summary summary, String text) {
    List<String> lines() {
      return text.lines().toList();
    }
  }
}

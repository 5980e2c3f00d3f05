package dev.telltale.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A bundle made of another's features and a linear head of its own. */
public final class HeadBundle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HeadBundle() {}

  /**
   * Saves a classifier: the parent's {@code features.pt}, and the head as {@code head.pt}
   * (TorchScript) and {@code head.json}. It appears whole or not at all; the same arguments give
   * the same bytes.
   *
   * @param directory where to; must not exist, or be empty
   * @param name of the new bundle
   * @param classes names, one per logit of the head
   * @param provenance what is worth knowing of how the head was made; the parent is added
   * @return the new bundle
   * @throws BundleException when the directory is in use or cannot be written
   */
  public static ModelBundle save(
      Path directory,
      String name,
      ModelBundle parent,
      LinearHead head,
      List<String> classes,
      Map<String, Object> provenance) {
    if (head.classes() != classes.size()) {
      throw new IllegalArgumentException(
          head.classes() + " logits but " + classes.size() + " classes");
    }
    Path target = directory.toAbsolutePath().normalize();
    try {
      if (Files.exists(target) && !isEmpty(target)) {
        throw new BundleException(directory + " exists already; give another directory");
      }
      Path part = target.resolveSibling("." + target.getFileName() + ".part");
      delete(part);
      Files.createDirectories(part);
      try {
        Files.copy(parent.directory().resolve("features.pt"), part.resolve("features.pt"));
        TorchScriptHead.write(head, part.resolve("head.pt"));
        JSON.writeValue(part.resolve("head.json").toFile(), head);
        JSON.writerWithDefaultPrettyPrinter()
            .writeValue(
                part.resolve("model.json").toFile(), spec(name, parent, classes, provenance));
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException | RuntimeException e) {
        delete(part);
        throw e;
      }
    } catch (IOException e) {
      throw new BundleException(directory + ": cannot be written: " + e.getMessage(), e);
    }
    return ModelBundle.read(directory);
  }

  private static Map<String, Object> spec(
      String name, ModelBundle parent, List<String> classes, Map<String, Object> provenance) {
    Map<String, Object> from = new LinkedHashMap<>();
    // Sorted: the order of other maps differs from run to run, and the file's bytes must not.
    from.put("parent", new TreeMap<>(Map.of("name", parent.spec().name(), "hash", parent.hash())));
    from.putAll(provenance);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("name", name);
    spec.put("kind", "classifier");
    spec.put("inputSize", parent.spec().inputSize());
    spec.put("activation", "softmax");
    spec.put("classes", classes);
    if (parent.spec().robust() != null) {
      spec.put("robust", parent.spec().robust());
    }
    spec.put("provenance", from);
    return spec;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

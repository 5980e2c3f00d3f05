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

  /** As the schema of {@code model.json} has it. */
  private static final int LONGEST_NAME = 100;

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
   * @throws BundleException when {@link #check} refuses, the directory cannot be written, or no
   *     bundle can be made of this, because of its classes' names say
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
    check(directory, name);
    Path target = directory.toAbsolutePath().normalize();
    try {
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
        checkWhole(part, directory);
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

  /**
   * Looks whether a bundle can be saved, before the work of making it.
   *
   * @param directory must not exist, or be empty, and can be made
   * @param name 1 to {@value #LONGEST_NAME} characters
   * @throws BundleException saying what to change
   */
  public static void check(Path directory, String name) {
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > LONGEST_NAME) {
      throw new BundleException(
          "the bundle's name has %d characters; 1 to %d are needed: give another with --name"
              .formatted(length, LONGEST_NAME));
    }
    Path target = directory.toAbsolutePath().normalize();
    try {
      if (Files.exists(target) && !(Files.isDirectory(target) && isEmpty(target))) {
        throw new BundleException(directory + " exists already; give another directory");
      }
    } catch (IOException e) {
      throw new BundleException(directory + ": cannot be written: " + e.getMessage(), e);
    }
    Path above = target.getParent();
    while (above != null && Files.notExists(above)) {
      above = above.getParent();
    }
    if (above == null || !Files.isDirectory(above) || !Files.isWritable(above)) {
      throw new BundleException(
          "%s: cannot be written: %s is no directory that may be written; give another"
              .formatted(directory, above == null ? target : above));
    }
  }

  private static void checkWhole(Path part, Path directory) {
    try {
      ModelBundle.read(part).linearHead();
    } catch (BundleException e) {
      throw new BundleException(
          String.valueOf(e.getMessage()).replace(part.toString(), directory.toString()), e);
    }
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

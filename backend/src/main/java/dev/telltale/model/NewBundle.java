package dev.telltale.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Writes bundles: each appears whole or not at all, and the same contents give the same bytes. */
public final class NewBundle {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As the schema of {@code model.json} has it. */
  private static final int LONGEST_NAME = 100;

  private NewBundle() {}

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
      if (Files.exists(target) && !isEmpty(target)) {
        throw new BundleException(directory + " exists already; give another directory");
      }
    } catch (IOException e) {
      throw cannotWrite(directory, e);
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

  /**
   * Saves a bundle.
   *
   * @param directory where to; must not exist, be empty, or hold the very same bundle
   * @param spec of {@code model.json}
   * @param files contents of the others by name
   * @return the new bundle
   * @throws BundleException when {@link #check} refuses, the directory cannot be written, or no
   *     bundle can be made of this, because of its classes' names say
   */
  public static ModelBundle save(
      Path directory, Map<String, Object> spec, Map<String, byte[]> files) {
    Path target = directory.toAbsolutePath().normalize();
    Path made = target.resolveSibling("." + target.getFileName() + ".new");
    try {
      Durable.delete(made);
      Files.createDirectories(target.getParent());
      Durable.writeDirectory(made, contents(spec, files));
      try {
        ModelBundle bundle = whole(made, directory);
        if (isBundle(target, bundle.hash())) {
          return ModelBundle.read(directory);
        }
        check(directory, String.valueOf(spec.get("name")));
        Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Durable.delete(made);
      }
    } catch (IOException e) {
      throw cannotWrite(directory, e);
    }
    return ModelBundle.read(directory);
  }

  private static Map<String, byte[]> contents(Map<String, Object> spec, Map<String, byte[]> files)
      throws JsonProcessingException {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put("model.json", JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(spec));
    return all;
  }

  private static ModelBundle whole(Path made, Path directory) {
    try {
      ModelBundle bundle = ModelBundle.read(made);
      bundle.linearHead();
      return bundle;
    } catch (BundleException e) {
      throw new BundleException(
          String.valueOf(e.getMessage()).replace(made.toString(), directory.toString()), e);
    }
  }

  private static boolean isBundle(Path target, String hash) {
    return Files.exists(target.resolve("model.json"))
        && ModelBundle.read(target).hash().equals(hash);
  }

  private static boolean isEmpty(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(target)) {
      return entries.findAny().isEmpty();
    }
  }

  private static BundleException cannotWrite(Path directory, IOException e) {
    return new BundleException(directory + ": cannot be written: " + e.getMessage(), e);
  }
}

package dev.telltale.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
   * @throws BundleException when {@link NewBundle#check} refuses, the directory cannot be written,
   *     or no bundle can be made of this, because of its classes' names say
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
    NewBundle.check(directory, name);
    Map<String, byte[]> files = new LinkedHashMap<>();
    try {
      files.put("features.pt", Files.readAllBytes(parent.directory().resolve("features.pt")));
    } catch (IOException e) {
      throw new BundleException(parent.directory() + ": cannot be read: " + e.getMessage(), e);
    }
    files.putAll(files(head));
    return NewBundle.save(directory, spec(name, parent, classes, provenance), files);
  }

  /** A head's files: {@code head.pt} and {@code head.json}. */
  public static Map<String, byte[]> files(LinearHead head) {
    try {
      Map<String, byte[]> files = new LinkedHashMap<>();
      files.put("head.pt", TorchScriptHead.bytes(head));
      files.put("head.json", JSON.writeValueAsBytes(head));
      return files;
    } catch (IOException e) {
      throw new AssertionError("in memory", e);
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
}

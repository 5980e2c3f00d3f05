package dev.telltale.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which of a model's classes count as right for a data set's label. A label may join several (a
 * data set's {@code ants} several kinds of ant); one that joins none is scored, but its accuracy is
 * unknown.
 */
public final class ClassMap {
  private final Map<String, Set<Integer>> indices;

  /** The two labels of {@link #ofAttribute}, absent and present; empty for classes. */
  private final List<String> absentAndPresent;

  private ClassMap(Map<String, Set<Integer>> indices, List<String> absentAndPresent) {
    this.indices = Map.copyOf(indices);
    this.absentAndPresent = absentAndPresent;
  }

  /** Every class of the model joins the label of exactly the same name. */
  public static ClassMap identity(List<String> modelClasses) {
    return new ClassMap(byName(modelClasses), List.of());
  }

  /**
   * Reads a JSON object from labels to a class of the model, or a list of them. A class is given by
   * its index, its full name, or one of the names in a comma-separated full name (as ImageNet's
   * "ant, emmet, pismire") if only one class has it. Labels that the object does not name are
   * joined by equal names, as in {@link #identity}; null in place of a class unjoins a label.
   *
   * @throws DataSetException in one line, naming the unknown class and the nearest there is
   */
  public static ClassMap read(Path file, List<String> modelClasses) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new DataSetException(
          "%s, line %d: not JSON".formatted(file, e.getLocation().getLineNr()), e);
    } catch (IOException e) {
      throw new DataSetException("cannot read the class map " + file + ": " + e.getMessage(), e);
    }
    if (!root.isObject()) {
      throw new DataSetException(file + ": a class map is a JSON object from labels to classes");
    }
    ClassNames names = new ClassNames(file, modelClasses);
    Map<String, Set<Integer>> indices = byName(modelClasses);
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      Set<Integer> classes = new TreeSet<>();
      JsonNode value = entry.getValue();
      for (JsonNode one : value.isArray() ? value : List.of(value)) {
        if (!one.isNull()) {
          classes.add(names.index(entry.getKey(), one));
        }
      }
      indices.put(entry.getKey(), classes);
    }
    return new ClassMap(indices, List.of());
  }

  /**
   * The same map for a model that answers each of its attributes by itself: where the data set's
   * labels are one attribute's absence and presence ({@code not Smiling}, {@code Smiling}), that
   * attribute's answer is the prediction, whatever the model says of the others.
   *
   * @param labels the data set's
   * @return this map if these are no such labels, or the model has no such attribute
   */
  public ClassMap ofAttribute(List<String> labels) {
    boolean one =
        labels.size() == 2
            && labels.get(0).equals(Column.ABSENT + labels.get(1))
            && indicesFor(labels.get(1)).size() == 1;
    return one ? new ClassMap(indices, List.copyOf(labels)) : this;
  }

  /** The model's attribute whose answer is the prediction; empty when the strongest class is. */
  public OptionalInt attribute() {
    return absentAndPresent.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(indicesFor(absentAndPresent.get(1)).iterator().next());
  }

  /**
   * The name of an answer to {@link #attribute}.
   *
   * @throws IllegalStateException if there is none
   */
  public String answer(boolean present) {
    if (absentAndPresent.isEmpty()) {
      throw new IllegalStateException("these labels are not of one attribute");
    }
    return absentAndPresent.get(present ? 1 : 0);
  }

  /** The model's classes that are right for a label, in rising order; empty if it joins none. */
  public Set<Integer> indicesFor(String label) {
    return indices.getOrDefault(label, Set.of());
  }

  /**
   * Whether a prediction is right.
   *
   * @param label the label of the data set, or null if unknown
   * @param predictedIndex the class, or the attribute, that was predicted
   * @param predicted its name, or that of the {@link #answer}
   * @return null if that cannot be said, because there is no label or it joins no class
   */
  public @Nullable Boolean right(@Nullable String label, int predictedIndex, String predicted) {
    if (!absentAndPresent.isEmpty()) {
      boolean known = label != null && absentAndPresent.containsAll(List.of(label, predicted));
      return known ? predicted.equals(label) : null;
    }
    Set<Integer> joined = label == null ? Set.of() : indicesFor(label);
    return joined.isEmpty() ? null : joined.contains(predictedIndex);
  }

  private static Map<String, Set<Integer>> byName(List<String> modelClasses) {
    Map<String, Set<Integer>> indices = new HashMap<>();
    for (int i = 0; i < modelClasses.size(); i++) {
      indices.computeIfAbsent(modelClasses.get(i), name -> new TreeSet<>()).add(i);
    }
    return indices;
  }

  /** The labels that join at least one class, with the classes; for showing. */
  public Map<String, Set<Integer>> joined() {
    Map<String, Set<Integer>> joined = new LinkedHashMap<>();
    indices.keySet().stream()
        .sorted()
        .filter(label -> !indicesFor(label).isEmpty())
        .forEach(label -> joined.put(label, indicesFor(label)));
    attribute().ifPresent(index -> joined.put(absentAndPresent.get(0), Set.of(index)));
    return joined;
  }
}

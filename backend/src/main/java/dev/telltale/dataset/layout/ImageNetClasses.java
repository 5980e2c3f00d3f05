package dev.telltale.dataset.layout;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.DataSetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What ImageNet's classes are called and how they are numbered: Keras' {@code
 * imagenet_class_index.json} or Kaggle's {@code LOC_synset_mapping.txt}. Without either they are
 * called by their WordNet ids, whose order is that of ImageNet-1k's numbers.
 */
final class ImageNetClasses {
  static final String INDEX = "imagenet_class_index.json";
  static final String MAPPING = "LOC_synset_mapping.txt";

  private static final Pattern WORDNET_ID = Pattern.compile("n\\d{8}");

  /** Names by WordNet id, in the order of their numbers; null without a file. */
  private final @Nullable Map<String, String> names;

  private final @Nullable Path file;

  private ImageNetClasses(@Nullable Map<String, String> names, @Nullable Path file) {
    this.names = names;
    this.file = file;
  }

  /** Whether a name is that of a class' directory. */
  static boolean isId(String name) {
    return WORDNET_ID.matcher(name).matches();
  }

  static ImageNetClasses read(Reading reading) throws IOException {
    Path index = reading.root().resolve(INDEX);
    Path mapping = reading.root().resolve(MAPPING);
    if (Files.exists(index)) {
      return new ImageNetClasses(readIndex(reading, index), index);
    }
    if (Files.exists(mapping)) {
      return new ImageNetClasses(readMapping(reading, mapping), mapping);
    }
    return new ImageNetClasses(null, null);
  }

  /** Why a class is not known; null if it is. */
  @Nullable String missing(String id) {
    return names == null || names.containsKey(id)
        ? null
        : "no class " + id + " in " + file.getFileName();
  }

  /**
   * The names of some classes, in the order of all; a name that several have gets its id behind it.
   *
   * @param ids of known classes, sorted
   */
  Map<String, String> labels(Collection<String> ids) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (names == null) {
      ids.forEach(id -> labels.put(id, id));
      return labels;
    }
    Map<String, Integer> times = new HashMap<>();
    names.values().forEach(name -> times.merge(name, 1, Integer::sum));
    names.forEach(
        (id, name) -> {
          if (ids.contains(id)) {
            labels.put(id, times.get(name) == 1 ? name : name + " (" + id + ")");
          }
        });
    return labels;
  }

  private static Map<String, String> readIndex(Reading reading, Path file) throws IOException {
    Map<Integer, List<String>> byNumber = new TreeMap<>(Comparator.naturalOrder());
    try (JsonParser json = new ObjectMapper().createParser(file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new DataSetException(file + ", line 1: expected an object, {\"0\": [id, name], …}");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        long line = json.currentTokenLocation().getLineNr();
        String number = json.currentName();
        json.nextToken();
        JsonNode entry = json.readValueAsTree();
        boolean sound =
            number.matches("\\d{1,6}")
                && entry.isArray()
                && entry.size() == 2
                && isId(entry.get(0).asText())
                && entry.get(1).isTextual();
        if (sound) {
          String name = entry.get(1).textValue().replace('_', ' ');
          byNumber.put(Integer.valueOf(number), List.of(entry.get(0).textValue(), name));
        } else {
          reading.fault(
              file, line, "\"%s\": %s is not [WordNet id, name]".formatted(number, entry));
        }
      }
    } catch (JsonProcessingException e) {
      throw new DataSetException(
          "%s, line %d: not JSON".formatted(file, e.getLocation().getLineNr()), e);
    }
    Map<String, String> names = new LinkedHashMap<>();
    byNumber.values().forEach(entry -> names.put(entry.get(0), entry.get(1)));
    return named(names, file);
  }

  private static Map<String, String> readMapping(Reading reading, Path file) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.matches("n\\d{8} .+")) {
        names.put(line.substring(0, 9), line.substring(10).strip());
      } else if (!line.isEmpty()) {
        reading.fault(file, i + 1L, "\"" + line + "\" is not a WordNet id and a name");
      }
    }
    return named(names, file);
  }

  private static Map<String, String> named(Map<String, String> names, Path file) {
    if (names.isEmpty()) {
      throw new DataSetException(file + " names no classes");
    }
    return names;
  }
}

package dev.telltale.dataset.layout;

import dev.telltale.dataset.Regions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The features of Salient ImageNet (Singla and Feizi 2022, github.com/singlasahil14/
 * salient_imagenet): {@code salient_imagenet_dataset/n01440764/feature_59/PICTURE.JPEG} shows where
 * in a training picture a feature lies, bright where it is. {@code discover_spurious_features.csv}
 * holds what five people said of each: a feature that most of them place on the {@code background}
 * or a {@code separate_object} is spurious, any other core. The parts are named {@code core 59} and
 * {@code spurious 1697}, or {@code feature 59} without that file.
 *
 * <p>These masks were made of the picture as a network sees it, its shorter side brought to 256 and
 * of that the central 224 × 224, and so are {@link Regions#croppedParts}. They are no masks of the
 * whole picture, and none stands in for that of its object.
 */
final class SalientImageNet implements Regions {
  /** The directory that the published archive makes. */
  static final String DIRECTORY = "salient_imagenet_dataset";

  static final String ANSWERS = "discover_spurious_features.csv";

  private static final String FEATURE = "feature_";
  private static final Set<String> SPURIOUS = Set.of("background", "separate_object");
  private static final String CORE = "main_object";

  private final Path root;
  private final Regions masks;

  /** Names of parts by directory, by WordNet id. */
  private final Map<String, Map<String, String>> features;

  private SalientImageNet(Path root, Regions masks, Map<String, Map<String, String>> features) {
    this.root = root;
    this.masks = masks;
    this.features = features;
  }

  /** The features of a data set's pictures, if it has any, beside the masks of its objects. */
  static Regions in(Reading reading, Regions masks) throws IOException {
    Path directory = reading.root().resolve(DIRECTORY);
    if (!Files.isDirectory(directory)) {
      return masks;
    }
    Path answers =
        Stream.of(DIRECTORY + "/" + ANSWERS, ANSWERS, "mturk_results/" + ANSWERS)
            .map(reading.root()::resolve)
            .filter(Files::exists)
            .findFirst()
            .orElse(null);
    Map<String, Integer> votes = answers == null ? Map.of() : votes(reading, answers);
    Map<String, Map<String, String>> features = new HashMap<>();
    for (String id : Directories.in(directory)) {
      Map<String, String> parts = new LinkedHashMap<>();
      for (String name : Directories.in(directory.resolve(id))) {
        if (name.startsWith(FEATURE)) {
          String index = name.substring(FEATURE.length());
          Integer spurious = votes.get(id + " " + index);
          if (answers != null && spurious == null) {
            reading.fault(
                directory.resolve(id).resolve(name), 0, "no answer about it in " + answers);
          } else {
            parts.put(name, spurious == null ? "feature " + index : kind(spurious) + " " + index);
          }
        }
      }
      features.put(id, parts);
    }
    return new SalientImageNet(directory, masks, features);
  }

  @Override
  public @Nullable Path mask(int row, String id) {
    return masks.mask(row, id);
  }

  @Override
  public boolean scaled() {
    return masks.scaled();
  }

  @Override
  public boolean croppedParts() {
    return true;
  }

  @Override
  public Regions choose(String region) {
    throw new IllegalArgumentException(
        "the region \""
            + region
            + "\" cannot stand as mask: Salient ImageNet shows its features in a crop of the picture");
  }

  @Override
  public Map<String, List<Path>> parts(int row, String id) {
    int name = id.lastIndexOf('/') + 1;
    String label = id.substring(id.lastIndexOf('/', name - 2) + 1, Math.max(0, name - 1));
    String file = id.substring(name, id.lastIndexOf('.')) + ".JPEG";
    Map<String, List<Path>> parts = new LinkedHashMap<>();
    features
        .getOrDefault(label, Map.of())
        .forEach(
            (directory, part) -> {
              Path mask = root.resolve(label).resolve(directory).resolve(file);
              if (Files.isRegularFile(mask)) {
                parts.put(part, List.of(mask));
              }
            });
    return parts;
  }

  /** For each class and feature, by how many more people call it spurious than core. */
  private static Map<String, Integer> votes(Reading reading, Path file) throws IOException {
    Map<String, Integer> votes = new HashMap<>();
    CsvRows.read(
        reading,
        file,
        List.of("Input.wordnet_id", "Input.feature_index", "Answer.main"),
        columns -> {},
        row -> {
          String answer = row.text("Answer.main");
          if (!SPURIOUS.contains(answer) && !answer.equals(CORE)) {
            List<String> known = new ArrayList<>(SPURIOUS);
            known.add(CORE);
            throw new RowFault(
                "\"Answer.main\" is one of %s, not \"%s\""
                    .formatted(String.join(", ", known.stream().sorted().toList()), answer));
          }
          votes.merge(
              row.text("Input.wordnet_id") + " " + row.text("Input.feature_index"),
              SPURIOUS.contains(answer) ? 1 : -1,
              Integer::sum);
        });
    return votes;
  }

  private static String kind(int votes) {
    return votes > 0 ? "spurious" : "core";
  }
}

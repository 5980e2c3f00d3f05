package dev.telltale.dataset.layout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.SampleTable;
import dev.telltale.image.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Caltech Camera Traps (lila.science/datasets/caltech-camera-traps): the subset CCT-20 of
 * "Recognition in Terra Incognita" (Beery et al. 2018), {@code train_annotations.json}, {@code
 * cis_val_…}, {@code cis_test_…}, {@code trans_val_…} and {@code trans_test_annotations.json}; the
 * whole set, {@code caltech_images_*.json} with {@code caltech_bboxes_*.json}; or one file of that
 * format from elsewhere. Boxes are in pixels of the annotated size, which the published pictures,
 * made smaller, no longer have.
 */
final class CameraTraps implements LayoutReader {
  /** The attribute that tells whether the camera is one of those of the training pictures. */
  static final String DOMAIN = "domain";

  static final List<String> DOMAINS = List.of("cis", "trans");

  /** Where the annotations of CCT-20 lie when its archive is unpacked. */
  static final String ANNOTATIONS = "eccv_18_annotation_files";

  /** Where its pictures lie. */
  static final String PICTURES = "eccv_18_all_images_sm";

  private static final List<String> PLACES = List.of(PICTURES, "cct_images", "images");
  private static final List<String> SPLITS = List.of("train", "val", "test");
  private static final Pattern WHOLE =
      Pattern.compile("caltech_(camera_traps|images_\\d+)[^/]*\\.json");
  private static final Pattern BOXES = Pattern.compile("caltech_bboxes_\\d+[^/]*\\.json");
  private static final Pattern CAMERA_SPLITS = Pattern.compile(".*[Ss]plits.*\\.json");

  /** A file of CCT-20. */
  private record Part(String file, String split, String domain) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("train_annotations.json", "train", "cis"),
          new Part("cis_val_annotations.json", "val", "cis"),
          new Part("cis_test_annotations.json", "test", "cis"),
          new Part("trans_val_annotations.json", "val", "trans"),
          new Part("trans_test_annotations.json", "test", "trans"));

  @Override
  public boolean recognises(Path root) {
    return !parts(root).isEmpty()
        || named(root, WHOLE).isPresent()
        || named(root, BOXES).isPresent();
  }

  @Override
  public SampleTable read(Reading reading) throws IOException {
    Path root = reading.root();
    CocoTable table = new CocoTable(reading, pictures(root));
    Column.Builder splits = new Column.Builder("split", SPLITS);
    Column.Builder domains = new Column.Builder(DOMAIN, DOMAINS);
    Map<Path, Part> parts = parts(root);
    for (Map.Entry<Path, Part> part : parts.entrySet()) {
      int count = table.add(part.getKey(), null);
      for (int i = 0; i < count; i++) {
        splits.add(part.getValue().split);
        domains.add(part.getValue().domain);
      }
    }
    if (parts.isEmpty()) {
      Optional<Path> boxes = named(root, BOXES);
      Path whole = named(root, WHOLE).or(() -> boxes).orElseGet(() -> only(root));
      table.add(whole, boxes.filter(file -> !file.equals(whole)).orElse(null));
    }
    if (table.ids().size() == 0) {
      throw new DataSetException(root + " lists no pictures");
    }
    Column locations = table.locations().build();
    List<Column> attributes = new ArrayList<>(List.of(locations));
    addIfKnown(attributes, table.hours().build());
    Column split = parts.isEmpty() ? byLocation(reading, locations) : splits.build();
    if (!parts.isEmpty()) {
      attributes.add(domains.build());
    }
    BoxList boxes = table.boxes();
    return SampleTable.of(
        root,
        table.ids(),
        table.labels(),
        split,
        attributes,
        parts.isEmpty() ? List.of() : List.of(DOMAIN),
        new Regions() {
          @Override
          public List<Box> boxes(int row) {
            return boxes.get(row);
          }
        });
  }

  private static void addIfKnown(List<Column> attributes, Column column) {
    if (!column.values().isEmpty()) {
      attributes.add(column);
    }
  }

  /** The files of CCT-20 that are there. */
  private static Map<Path, Part> parts(Path root) {
    Map<Path, Part> found = new LinkedHashMap<>();
    for (Part part : PARTS) {
      for (Path directory : List.of(root, root.resolve(ANNOTATIONS))) {
        Path file = directory.resolve(part.file);
        if (Files.isRegularFile(file)) {
          found.putIfAbsent(file, part);
          break;
        }
      }
    }
    return found;
  }

  /** Where pictures lie below the root. */
  private static String pictures(Path root) {
    return PLACES.stream()
        .filter(place -> Files.isDirectory(root.resolve(place)))
        .map(place -> place + "/")
        .findFirst()
        .orElse("");
  }

  private static Optional<Path> named(Path root, Pattern pattern) {
    return json(root).stream()
        .filter(name -> pattern.matcher(name).matches())
        .findFirst()
        .map(root::resolve);
  }

  private static List<String> json(Path root) {
    String[] names = root.toFile().list((directory, name) -> name.endsWith(".json"));
    return names == null ? List.of() : Arrays.stream(names).sorted().toList();
  }

  private static Path only(Path root) {
    List<String> names =
        json(root).stream().filter(name -> !CAMERA_SPLITS.matcher(name).matches()).toList();
    if (names.size() != 1) {
      throw new DataSetException(
          "%s has %d .json files; expected those of CCT-20 (such as %s), caltech_images_*.json, or one"
              .formatted(root, names.size(), PARTS.get(0).file));
    }
    return root.resolve(names.get(0));
  }

  /** Splits by camera, as {@code CaltechCameraTrapsSplits_v0.json} gives them; null without one. */
  private static @Nullable Column byLocation(Reading reading, Column locations) throws IOException {
    Optional<Path> file = named(reading.root(), CAMERA_SPLITS);
    if (file.isEmpty()) {
      return null;
    }
    Map<String, String> splits = cameras(reading, file.get());
    Set<String> unknown = new TreeSet<>(locations.values());
    unknown.removeAll(splits.keySet());
    for (String location : unknown) {
      reading.fault(file.get(), 0, "no split for the location " + location);
    }
    Column.Builder column = new Column.Builder("split");
    for (int row = 0; row < locations.size(); row++) {
      String location = locations.value(row);
      column.add(location == null ? null : splits.get(location));
    }
    return column.build();
  }

  private static Map<String, String> cameras(Reading reading, Path file) throws IOException {
    JsonNode splits;
    try {
      splits = new ObjectMapper().readTree(file.toFile()).path("splits");
    } catch (JsonProcessingException e) {
      throw new DataSetException(
          "%s, line %d: not JSON".formatted(file, e.getLocation().getLineNr()), e);
    }
    if (!splits.isObject()) {
      throw new DataSetException(file + " has no object \"splits\" of lists of locations");
    }
    Map<String, String> byCamera = new HashMap<>();
    splits
        .properties()
        .forEach(
            split ->
                split
                    .getValue()
                    .forEach(
                        location -> {
                          String before = byCamera.putIfAbsent(location.asText(), split.getKey());
                          if (before != null) {
                            reading.fault(
                                file,
                                0,
                                "the location %s is in %s and in %s"
                                    .formatted(location.asText(), before, split.getKey()));
                          }
                        }));
    return byCamera;
  }
}

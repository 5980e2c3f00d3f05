package dev.telltale.dataset.layout;

import dev.telltale.dataset.DataSetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of ImageNet's validation pictures where these lie flat, as they are published: from
 * Kaggle's {@code LOC_val_solution.csv}, or from the development kit's ground truth. The kit
 * numbers classes in an order of its own, which is not that of ImageNet-1k's indices: its {@code
 * map_clsloc.txt} says which number is which class.
 */
final class ImageNetTruth {
  static final String SOLUTION = "LOC_val_solution.csv";
  static final String NUMBERS = "map_clsloc.txt";
  static final String GROUND_TRUTH = "ILSVRC2012_validation_ground_truth.txt";

  private static final List<String> TRUTHS =
      List.of(GROUND_TRUTH, "ILSVRC2015_clsloc_validation_ground_truth.txt");
  private static final List<String> KITS =
      List.of("", "ILSVRC2012_devkit_t12/data/", "ILSVRC/devkit/data/", "devkit/data/", "data/");

  private static final Pattern PICTURE = Pattern.compile("ILSVRC2012_val_(\\d{8})\\.JPEG");

  private ImageNetTruth() {}

  /** Whether a file is named as a validation picture. */
  static boolean isPicture(String name) {
    return PICTURE.matcher(name).matches();
  }

  /**
   * The class of each picture that is known.
   *
   * @param val the directory of the pictures
   * @param pictures their names
   * @return WordNet ids by name; empty when no file tells, which is a fault
   */
  static Map<String, String> read(Reading reading, Path val, List<String> pictures)
      throws IOException {
    Path root = reading.root();
    Map<String, String> known = new HashMap<>();
    if (Files.exists(root.resolve(SOLUTION))) {
      readSolution(reading, val, known);
      return faulted(reading, root.resolve(SOLUTION), pictures, known);
    }
    Optional<Path> truth =
        KITS.stream()
            .flatMap(kit -> TRUTHS.stream().map(name -> root.resolve(kit + name)))
            .filter(Files::exists)
            .findFirst();
    if (truth.isEmpty()) {
      reading.fault(
          val,
          0,
          "its pictures lie flat, and no file tells their classes: add Kaggle's %s, or the development kit's %s and %s, to %s"
              .formatted(SOLUTION, GROUND_TRUTH, NUMBERS, root));
      return known;
    }
    readGroundTruth(reading, truth.get(), pictures, known);
    return faulted(reading, truth.get(), pictures, known);
  }

  private static Map<String, String> faulted(
      Reading reading, Path file, List<String> pictures, Map<String, String> known) {
    for (String picture : pictures) {
      if (!known.containsKey(picture)) {
        reading.fault(file, 0, "no class for the picture " + picture);
      }
    }
    return known;
  }

  private static void readSolution(Reading reading, Path val, Map<String, String> known)
      throws IOException {
    String prefix = DataSets.id(reading.root(), val) + "/";
    CsvRows.read(
        reading,
        reading.root().resolve(SOLUTION),
        List.of("ImageId", "PredictionString"),
        columns -> {},
        row -> {
          String name = row.text("ImageId") + ".JPEG";
          String id = reading.existing(prefix + name, "picture");
          String boxes = row.text("PredictionString");
          String label = boxes.split(" ", 2)[0];
          if (!ImageNetClasses.isId(label)) {
            throw new RowFault("\"" + boxes + "\" does not begin with a WordNet id");
          }
          row.claim(id);
          known.put(name, label);
        });
  }

  private static void readGroundTruth(
      Reading reading, Path file, List<String> pictures, Map<String, String> known)
      throws IOException {
    Map<String, String> classes = numbers(reading, file);
    List<String> lines = Files.readAllLines(file);
    for (String picture : pictures) {
      Matcher name = PICTURE.matcher(picture);
      int line = name.matches() ? Integer.parseInt(name.group(1)) : 0;
      if (line >= 1 && line <= lines.size()) {
        String number = lines.get(line - 1).strip();
        @Nullable String label = classes.get(number);
        if (label == null) {
          reading.fault(file, line, "\"%s\" is no number of %s".formatted(number, NUMBERS));
        } else {
          known.put(picture, label);
        }
      }
    }
  }

  /** WordNet ids by the kit's numbers. */
  private static Map<String, String> numbers(Reading reading, Path truth) throws IOException {
    Path file =
        Stream.of(truth.resolveSibling(NUMBERS), reading.root().resolve(NUMBERS))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () ->
                    new DataSetException(
                        "%s numbers classes as the development kit does, and %s, which says which class each number is, is not beside it; it is in ILSVRC/devkit/data (or use %s)"
                            .formatted(truth, NUMBERS, SOLUTION)));
    Map<String, String> classes = new HashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i).strip().split(" ", -1);
      if (words.length >= 2 && ImageNetClasses.isId(words[0]) && words[1].matches("\\d{1,4}")) {
        classes.put(words[1], words[0]);
      } else if (!lines.get(i).isBlank()) {
        reading.fault(
            file, i + 1L, "\"%s\" is not a WordNet id and a number".formatted(lines.get(i)));
      }
    }
    return classes;
  }
}

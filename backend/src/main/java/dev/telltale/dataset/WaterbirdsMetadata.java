package dev.telltale.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads Waterbirds as group_DRO keeps it: {@code metadata.csv} with the columns {@code img_id,
 * img_filename, y, split, place, place_filename} (others are passed over). y is 0 for a landbird
 * and 1 for a waterbird, place 0 for land and 1 for water, split 0, 1, 2 for train, val, test. A
 * mask, where there is one, has the picture's path under {@code masks/}, ending in .png.
 */
public final class WaterbirdsMetadata {
  /** The file's name in the data set's directory. */
  public static final String FILE = "metadata.csv";

  /** Under this directory lie the masks, at their pictures' paths. */
  public static final String MASKS = "masks";

  /** What y stands for. */
  public static final List<String> CLASSES = List.of("landbird", "waterbird");

  /** What place stands for. */
  public static final List<String> PLACES = List.of("land", "water");

  /** What split stands for. */
  public static final List<String> SPLITS = List.of("train", "val", "test");

  /** The attribute by which figures are split: the group of every sample. */
  public static final String PLACE = "place";

  private static final List<String> NEEDED = List.of("img_filename", "y", "split", PLACE);

  private WaterbirdsMetadata() {}

  static DataSet read(String name, Path root) throws IOException {
    Path file = root.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new DataSetException(root + " has no " + FILE);
    }
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    List<Sample> samples = new ArrayList<>();
    try (CSVParser rows = CSVParser.parse(file, StandardCharsets.UTF_8, format)) {
      checkHeader(file, rows.getHeaderNames());
      for (CSVRecord row : rows) {
        samples.add(sample(root, new Row(file, rows.getCurrentLineNumber(), row)));
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new DataSetException(file + " is not a sound CSV file: " + e.getMessage(), e);
    }
    if (samples.isEmpty()) {
      throw new DataSetException(file + " lists no pictures");
    }
    return new DataSet(name, root, Layout.WATERBIRDS, CLASSES, samples);
  }

  private static void checkHeader(Path file, List<String> columns) {
    for (String column : NEEDED) {
      if (!columns.contains(column)) {
        throw new DataSetException(
            "%s, line 1: no column \"%s\"; needed are %s"
                .formatted(file, column, String.join(", ", NEEDED)));
      }
    }
  }

  private static Sample sample(Path root, Row row) {
    String filename = row.text("img_filename");
    Path image = row.inside(root, filename);
    if (!Files.isRegularFile(image)) {
      throw row.wrong("the picture " + filename + " does not exist");
    }
    return new Sample(
        DataSets.id(root, image),
        image,
        row.choice("y", CLASSES),
        Map.of(PLACE, row.choice(PLACE, PLACES)),
        mask(root, DataSets.id(root, image)),
        row.choice("split", SPLITS));
  }

  private static @Nullable Path mask(Path root, String id) {
    int dot = id.lastIndexOf('.');
    String stem = dot > id.lastIndexOf('/') ? id.substring(0, dot) : id;
    Path mask = root.resolve(MASKS).resolve(stem + ".png");
    return Files.isRegularFile(mask) ? mask : null;
  }

  /** One line of the file, which names itself in what is wrong with it. */
  private record Row(Path file, long line, CSVRecord values) {

    String text(String column) {
      if (!values.isSet(column)) {
        throw wrong("no value for \"%s\"; the row is short".formatted(column));
      }
      return values.get(column);
    }

    String choice(String column, List<String> names) {
      String value = text(column);
      for (int i = 0; i < names.size(); i++) {
        // The original writes whole numbers; pandas makes 1.0 of them where a column had a gap.
        if (value.equals(String.valueOf(i)) || value.equals(i + ".0")) {
          return names.get(i);
        }
      }
      throw wrong(
          "\"%s\" must be a number from 0 to %d, not \"%s\""
              .formatted(column, names.size() - 1, value));
    }

    Path inside(Path root, String filename) {
      try {
        Path path = root.resolve(filename).normalize();
        if (path.startsWith(root) && !path.equals(root)) {
          return path;
        }
      } catch (InvalidPathException e) {
        throw wrong("\"" + filename + "\" is not a path");
      }
      throw wrong("the picture \"" + filename + "\" lies outside the data set");
    }

    DataSetException wrong(String what) {
      return new DataSetException("%s, line %d: %s".formatted(file, line, what));
    }
  }
}

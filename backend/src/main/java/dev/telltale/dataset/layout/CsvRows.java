package dev.telltale.dataset.layout;

import dev.telltale.dataset.DataSetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file that lists pictures (RFC 4180, UTF-8, a header). */
final class CsvRows {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setTrim(true)
          .setIgnoreEmptyLines(true)
          .get();

  private CsvRows() {}

  /**
   * Goes over the rows.
   *
   * @param needed columns without which the file says nothing
   * @param header told the columns, before the first row
   * @param each told every row; what it throws as {@link RowFault} is a fault of that row only
   * @throws DataSetException if the file is missing, lacks a column or is no CSV
   */
  static void read(
      Reading reading,
      Path file,
      List<String> needed,
      Consumer<List<String>> header,
      Consumer<Row> each)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataSetException(reading.root() + " has no " + reading.root().relativize(file));
    }
    try (CSVParser rows = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
      for (String column : needed) {
        if (!rows.getHeaderNames().contains(column)) {
          throw new DataSetException(
              "%s, line 1: no column \"%s\"; needed are %s"
                  .formatted(file, column, String.join(", ", needed)));
        }
      }
      header.accept(rows.getHeaderNames());
      Map<String, Long> seen = new HashMap<>();
      for (CSVRecord record : rows) {
        long line = rows.getCurrentLineNumber();
        try {
          each.accept(new Row(reading, line, record, seen));
        } catch (RowFault e) {
          reading.fault(file, line, e.getMessage());
        }
      }
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new DataSetException(file + " is not a sound CSV file: " + e.getMessage(), e);
    }
  }

  /** One row, which says what is wrong with it. */
  record Row(Reading reading, long line, CSVRecord values, Map<String, Long> seen) {

    /** A value that must be there. */
    String text(String column) {
      if (!values.isSet(column)) {
        throw new RowFault("no value for \"%s\"; the row is short".formatted(column));
      }
      return values.get(column);
    }

    /** A value that may be missing or empty. */
    @Nullable String optional(String column) {
      String value = values.isMapped(column) && values.isSet(column) ? values.get(column) : "";
      return value.isEmpty() ? null : value;
    }

    /** The place of a value that is a number from 0 on, one for each name. */
    int choice(String column, List<String> names) {
      String value = text(column);
      for (int i = 0; i < names.size(); i++) {
        // The original writes whole numbers; pandas makes 1.0 of them where a column had a gap.
        if (value.equals(String.valueOf(i)) || value.equals(i + ".0")) {
          return i;
        }
      }
      throw new RowFault(
          "\"%s\" must be a number from 0 to %d, not \"%s\""
              .formatted(column, names.size() - 1, value));
    }

    /** The id of the picture that a value names: it lies in the data set, and exists. */
    String picture(String column) {
      String filename = text(column);
      String id = inside(filename, "picture");
      if (!reading.files().exists(reading.root().resolve(id))) {
        throw new RowFault("the picture " + filename + " does not exist");
      }
      return id;
    }

    /** The last thing to ask of a row that is sound otherwise: no other has its picture. */
    void claim(String id) {
      Long before = seen.putIfAbsent(id, line);
      if (before != null) {
        throw new RowFault("the picture %s is listed in line %d already".formatted(id, before));
      }
    }

    /** A path below the data set's directory, with {@code /} between names. */
    String inside(String filename, String what) {
      try {
        Path root = reading.root();
        Path path = root.resolve(filename).normalize();
        if (path.startsWith(root) && !path.equals(root)) {
          return DataSets.id(root, path);
        }
      } catch (InvalidPathException e) {
        throw new RowFault("\"" + filename + "\" is not a path", e);
      }
      throw new RowFault("the %s \"%s\" lies outside the data set".formatted(what, filename));
    }
  }
}

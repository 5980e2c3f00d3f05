package dev.telltale.dataset.layout;

import dev.telltale.dataset.DataSetException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
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
          // pandas writes the numbers of the rows under no name.
          .setAllowMissingColumnNames(true)
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
    try (Reader text = withoutMark(file);
        CSVParser rows = CSVParser.parse(text, FORMAT)) {
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
          each.accept(new Row(reading, line, column -> cell(record, column), seen));
        } catch (RowFault e) {
          reading.fault(file, line, e.getMessage());
        }
      }
    } catch (CharacterCodingException e) {
      throw new DataSetException(file + " is not UTF-8 text", e);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new DataSetException(file + " is not UTF-8 text", e);
      }
      throw new DataSetException(file + " is not a sound CSV file: " + e.getMessage(), e);
    }
  }

  private static @Nullable String cell(CSVRecord record, String column) {
    return record.isSet(column) ? record.get(column) : null;
  }

  /** The text after the mark that Windows puts before UTF-8. */
  private static Reader withoutMark(Path file) throws IOException {
    Reader text = Files.newBufferedReader(file);
    text.mark(1);
    if (text.read() != 0xFEFF) {
      text.reset();
    }
    return text;
  }
}

package dev.telltale.dataset.layout;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import dev.telltale.dataset.DataSetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a Parquet file that lists pictures, as {@link CsvRows}. Columns of texts, whole
 * numbers, floats and booleans (true and false) are read; others, such as lists and times, are
 * passed over. Lines are the numbers of rows, from 1; nulls are empty.
 */
final class ParquetRows {
  private static final Set<CompressionCodecName> CODECS =
      Set.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  private ParquetRows() {}

  /** Goes over the rows; see {@link CsvRows#read}. */
  static void read(
      Reading reading,
      Path file,
      List<String> needed,
      Consumer<List<String>> header,
      Consumer<Row> each)
      throws IOException {
    List<String> columns =
        columns(file, sound(file, () -> ParquetReader.readMetadata(file.toFile())));
    for (String column : needed) {
      if (!columns.contains(column)) {
        throw new DataSetException(
            "%s: no column \"%s\" of texts; needed are %s"
                .formatted(file, column, String.join(", ", needed)));
      }
    }
    header.accept(columns);
    Map<String, Integer> places = new HashMap<>();
    columns.forEach(column -> places.put(column, places.size()));
    Map<String, Long> seen = new HashMap<>();
    try (Stream<String[]> rows =
        sound(
            file,
            () ->
                ParquetReader.streamContent(
                    file.toFile(),
                    new Texts(columns.size()),
                    path -> path.length == 1 ? places.getOrDefault(path[0], -1) : -1))) {
      Iterator<String[]> iterator = rows.iterator();
      for (long line = 1; sound(file, iterator::hasNext); line++) {
        String[] values = sound(file, iterator::next);
        try {
          each.accept(new Row(reading, line, column -> value(values, places.get(column)), seen));
        } catch (RowFault e) {
          reading.fault(file, line, e.getMessage());
        }
      }
    }
  }

  private static @Nullable String value(String[] values, @Nullable Integer place) {
    return place == null ? null : values[place];
  }

  /** The columns that are read. */
  private static List<String> columns(Path file, ParquetMetadata metadata) {
    metadata.getBlocks().stream()
        .flatMap(block -> block.getColumns().stream())
        .map(chunk -> chunk.getCodec())
        .filter(codec -> !CODECS.contains(codec))
        .findFirst()
        .ifPresent(
            codec -> {
              throw new DataSetException(
                  "%s is compressed as %s, which is not read; write it with snappy, zstd or lz4"
                      .formatted(file, codec));
            });
    List<String> columns = new ArrayList<>();
    for (Type field : metadata.getFileMetaData().getSchema().getFields()) {
      if (field.isPrimitive() && !field.isRepetition(Type.Repetition.REPEATED)) {
        LogicalTypeAnnotation meaning = field.getLogicalTypeAnnotation();
        boolean read =
            switch (field.asPrimitiveType().getPrimitiveTypeName()) {
              case BOOLEAN, FLOAT, DOUBLE -> true;
              case INT32, INT64 ->
                  meaning == null
                      || meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation;
              case BINARY -> isText(meaning);
              default -> false;
            };
        if (read) {
          columns.add(field.getName());
        }
      }
    }
    return columns;
  }

  private static boolean isText(@Nullable LogicalTypeAnnotation meaning) {
    return meaning instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
        || meaning instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
  }

  /** Something that the library does with the file. */
  private interface Step<T> {
    T take() throws IOException;
  }

  /** What it throws for a damaged file is of many kinds. */
  private static <T> T sound(Path file, Step<T> step) {
    try {
      return step.take();
    } catch (IOException | RuntimeException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new DataSetException(
          file + " is not a sound Parquet file: " + why.lines().findFirst().orElse(""), e);
    }
  }

  /** Makes texts of a row's values, by the places of their columns. */
  private record Texts(int columns) implements Hydrator<String[], String[], Integer> {
    @Override
    public String[] start() {
      String[] values = new String[columns];
      Arrays.fill(values, "");
      return values;
    }

    @Override
    public String[] add(String[] values, Integer place, Object value) {
      if (place >= 0 && value != null) {
        values[place] = text(value);
      }
      return values;
    }

    @Override
    public String[] finish(String[] values) {
      return values;
    }

    /** pandas makes floats of whole numbers where a column has a gap. */
    private static String text(Object value) {
      boolean whole =
          (value instanceof Double || value instanceof Float)
              && ((Number) value).doubleValue() == ((Number) value).longValue();
      return whole ? String.valueOf(((Number) value).longValue()) : value.toString();
    }
  }
}

package dev.telltale.dataset.layout;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a table of pictures, {@code manifest.csv} or {@code manifest.parquet}, for data that lies
 * in no layout. The column {@code path} names the picture; {@code label}, {@code split}, {@code
 * mask} (a path) and {@code box} ({@code left top width height} in pixels of a picture of {@code
 * width} × {@code height}, several with semicolons between) may be there. Every other column is an
 * attribute; those whose names begin with {@code group:} are also the groups. Paths are below the
 * data set's directory.
 */
final class Manifest implements LayoutReader {
  static final String CSV = "manifest.csv";
  static final String PARQUET = "manifest.parquet";

  private static final List<String> NEEDED = List.of("path");

  @Override
  public boolean recognises(Path root) {
    return Files.isRegularFile(root.resolve(CSV)) || Files.isRegularFile(root.resolve(PARQUET));
  }

  @Override
  public SampleTable read(Reading reading) throws IOException {
    Path root = reading.root();
    Path csv = root.resolve(CSV);
    Path parquet = root.resolve(PARQUET);
    if (Files.exists(csv) && Files.exists(parquet)) {
      throw new DataSetException(root + " has both " + CSV + " and " + PARQUET + "; remove one");
    }
    ManifestTable table;
    if (Files.exists(parquet)) {
      table = new ManifestTable(parquet);
      ParquetRows.read(reading, parquet, NEEDED, table::header, table::add);
    } else {
      table = new ManifestTable(csv);
      CsvRows.read(reading, csv, NEEDED, table::header, table::add);
    }
    return table.table(root);
  }
}

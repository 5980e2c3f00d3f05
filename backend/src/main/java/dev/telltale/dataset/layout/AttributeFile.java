package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of pictures as CelebA lists them: the number of pictures, the names of the attributes,
 * then a picture a line with -1 or 1 for each. In a {@code .csv} one line of names, the first of
 * which is {@code image_id}, takes the place of the first two.
 */
final class AttributeFile {
  /** What the benchmarks tell from these faces, and by which attribute they split their figures. */
  private static final String TARGET = "Blond_Hair";

  private static final String GROUP = "Male";

  /** In place of a line: a row names the picture, and was passed over. */
  private static final int PASSED_OVER = -1;

  private final Path file;
  private final Names names;

  /** Of each picture, where it was taken. */
  private final Names.Ints lines = new Names.Ints();

  private final Texts ids = new Texts();
  private final List<Column.Builder> builders = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private int[] codes = new int[0];

  private AttributeFile(Path file, Names names) {
    this.file = file;
    this.names = names;
  }

  /**
   * Reads the file.
   *
   * @param names to which those of the file are added
   * @param id of the picture of a name in a row that is sound otherwise; throws {@link RowFault} if
   *     the row must be passed over after all
   * @throws DataSetException if the header is wrong or no picture is left
   */
  static AttributeFile read(Reading reading, Path file, Names names, UnaryOperator<String> id)
      throws IOException {
    AttributeFile attributes = new AttributeFile(file, names);
    try (FieldLines rows = new FieldLines(file)) {
      attributes.readAll(reading, rows, id);
    }
    return attributes;
  }

  /** Ids of the pictures taken, in the order of the file. */
  Texts ids() {
    return ids;
  }

  /** The attributes of those, in the order of the file. */
  List<Column> columns() {
    return columns;
  }

  /** Whether the file names a picture, in a row taken or passed over. */
  boolean names(int picture) {
    return lines.get(picture) != 0;
  }

  /** The customary label: whether hair is blond; null if the file does not tell. */
  @Nullable Column label() {
    return column(TARGET).map(Column::asClasses).orElse(null);
  }

  /** The customary groups. */
  List<String> groups() {
    return column(GROUP).map(column -> List.of(column.name())).orElse(List.of());
  }

  private Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  private void readAll(Reading reading, FieldLines rows, UnaryOperator<String> id)
      throws IOException {
    long declared = header(rows);
    long listed = 0;
    while (rows.next()) {
      listed++;
      String name = rows.text(0);
      int picture = names.number(name);
      int before = lines.get(picture);
      try {
        values(rows);
        if (before > 0) {
          throw new RowFault("the picture %s is listed in line %d already".formatted(name, before));
        }
        ids.add(id.apply(name));
        lines.set(picture, (int) rows.line());
        for (int i = 0; i < codes.length; i++) {
          builders.get(i).addCode(codes[i]);
        }
      } catch (RowFault e) {
        lines.set(picture, before == 0 ? PASSED_OVER : before);
        reading.fault(file, rows.line(), e.getMessage());
      }
    }
    if (declared >= 0 && declared != listed) {
      reading.fault(
          file, 1, "says that there are %d pictures, and %d follow".formatted(declared, listed));
    }
    if (ids.size() == 0) {
      throw new DataSetException(
          file + (listed == 0 ? " lists no pictures" : ": no row of it can be read"));
    }
    builders.forEach(builder -> columns.add(builder.build()));
  }

  /** Makes the columns; returns the number of pictures that is said to follow, below 0 if none. */
  private long header(FieldLines rows) throws IOException {
    if (!rows.next()) {
      throw new DataSetException(file + " is empty");
    }
    boolean csv = FieldLines.isCsv(file);
    long declared = -1;
    if (csv && !rows.text(0).equals("image_id")) {
      throw wrong(rows, "the first column must be image_id, not \"%s\"".formatted(rows.text(0)));
    }
    if (!csv) {
      if (rows.size() != 1 || !rows.text(0).matches("\\d{1,9}")) {
        throw wrong(rows, "expected the number of pictures alone");
      }
      declared = Long.parseLong(rows.text(0));
      if (!rows.next()) {
        throw new DataSetException(file + " has no line with the names of the attributes");
      }
    }
    HashSet<String> seen = new HashSet<>();
    for (int i = csv ? 1 : 0; i < rows.size(); i++) {
      String name = rows.text(i);
      if (name.isEmpty() || rows.sign(i) >= 0) {
        throw wrong(rows, "expected the names of the attributes, not \"%s\"".formatted(name));
      }
      if (!seen.add(name)) {
        throw wrong(rows, "the attribute %s is named twice".formatted(name));
      }
      builders.add(new Column.Builder(name, Column.NO_YES));
    }
    if (builders.isEmpty()) {
      throw wrong(rows, "expected the names of the attributes");
    }
    codes = new int[builders.size()];
    return declared;
  }

  private void values(FieldLines row) {
    if (row.size() != codes.length + 1) {
      throw new RowFault("%d values for %d attributes".formatted(row.size() - 1, codes.length));
    }
    for (int i = 0; i < codes.length; i++) {
      codes[i] = row.sign(i + 1);
      if (codes[i] < 0) {
        throw new RowFault("an attribute is -1 or 1, not \"%s\"".formatted(row.text(i + 1)));
      }
    }
  }

  private DataSetException wrong(FieldLines rows, String what) {
    return new DataSetException("%s, line %d: %s".formatted(file, rows.line(), what));
  }
}

package dev.telltale.dataset.layout;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table that lists pictures, which says what is wrong with it.
 *
 * @param line from 1, as people count in that kind of file
 * @param seen the pictures so far, with their lines
 */
record Row(Reading reading, long line, Cells cells, Map<String, Long> seen) {

  /** The values of a row, by column. */
  interface Cells {
    /** A value, empty where nothing stands; null where the row ends before, or has no column. */
    @Nullable String get(String column);
  }

  /** A value that must be there. */
  String text(String column) {
    String value = cells.get(column);
    if (value == null) {
      throw new RowFault("no value for \"%s\"; the row is short".formatted(column));
    }
    return value;
  }

  /** A value that may be missing or empty. */
  @Nullable String optional(String column) {
    String value = cells.get(column);
    return value == null || value.isEmpty() ? null : value;
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
    return reading.existing(text(column), "picture");
  }

  /** The last thing to ask of a row that is sound otherwise: no other has its picture. */
  void claim(String id) {
    Long before = seen.putIfAbsent(id, line);
    if (before != null) {
      throw new RowFault("the picture %s is listed in line %d already".formatted(id, before));
    }
  }
}

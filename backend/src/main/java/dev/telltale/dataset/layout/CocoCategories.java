package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The categories of COCO files by id, in the order in which they are met. */
final class CocoCategories {
  /** The category of a picture on which there is nothing. */
  private static final String EMPTY = "empty";

  private static final int NONE = -1;

  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> ids = new ArrayList<>();
  private final List<@Nullable String> names = new ArrayList<>();

  /** The code of an id, named or not. */
  int code(String id) {
    return codes.computeIfAbsent(
        id,
        added -> {
          ids.add(added);
          names.add(null);
          return codes.size();
        });
  }

  /**
   * Names an id.
   *
   * @throws RowFault if it has another name already
   */
  void name(String id, String name) {
    int code = code(id);
    String before = names.set(code, name);
    if (before != null && !before.equals(name)) {
      names.set(code, before);
      throw new RowFault(
          "category %s is called \"%s\", and \"%s\" elsewhere".formatted(id, name, before));
    }
  }

  /** Whether a code has a name. */
  boolean known(int code) {
    return names.get(code) != null;
  }

  /** The id of a code. */
  String id(int code) {
    return ids.get(code);
  }

  /** Whether a code stands for nothing on the picture. */
  boolean isEmpty(int code) {
    return EMPTY.equalsIgnoreCase(names.get(code));
  }

  /** The labels of rows by their codes, -1 for unknown; the classes that occur, by their names. */
  Column column(IntArrayList rows) {
    Column.Builder column = new Column.Builder("category");
    rows.forEach((int code) -> column.add(code == NONE ? null : names.get(code)));
    return column.build();
  }
}

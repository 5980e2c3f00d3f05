package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Texts;
import dev.telltale.image.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pictures of a manifest, row after row; see {@link Manifest} for the columns. */
final class ManifestTable {
  private static final Set<String> OWN =
      Set.of("path", "label", "split", "mask", "box", "width", "height");
  private static final String GROUP = "group:";
  private static final int MOST_GROUPS = 32;

  /** A column of more different values, such as a name or a time, is no attribute. */
  private static final int MOST_VALUES = 10_000;

  private final Path file;
  private final Texts ids = new Texts();
  private final Column.Builder labels = new Column.Builder("label");
  private final Column.Builder splits = new Column.Builder("split");
  private final Texts masks = new Texts();
  private final BoxList boxes = new BoxList();

  /** By the names of their columns. */
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();

  private boolean labelled;
  private boolean split;

  ManifestTable(Path file) {
    this.file = file;
  }

  /** Is told the columns first. */
  void header(List<String> columns) {
    Set<String> names = new HashSet<>();
    for (String column : columns) {
      if (!OWN.contains(column) && !column.isEmpty()) {
        String name = name(column);
        if (name.isEmpty() || !names.add(name)) {
          throw wrong("two columns are called \"" + name + "\", or one has no name");
        }
        attributes.put(column, new Attribute(name));
      }
    }
    long groups = columns.stream().filter(column -> column.startsWith(GROUP)).count();
    if (groups > MOST_GROUPS) {
      throw wrong("%d columns begin with %s; at most %d do".formatted(groups, GROUP, MOST_GROUPS));
    }
    labelled = columns.contains("label");
    split = columns.contains("split");
  }

  /** Appends a row, or throws before anything of it is kept. */
  void add(Row row) {
    String id = row.picture("path");
    String mask = row.optional("mask");
    String maskId = mask == null ? "" : row.reading().existing(mask, "mask");
    List<Box> found = boxes(row);
    row.claim(id);
    ids.add(id);
    labels.add(row.optional("label"));
    splits.add(row.optional("split"));
    masks.add(maskId);
    boxes.add(found);
    attributes.forEach((column, attribute) -> attribute.add(row.optional(column)));
  }

  /** All of it. */
  SampleTable table(Path root) {
    if (ids.size() == 0) {
      throw new DataSetException(file + " lists no pictures");
    }
    List<Column> columns = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    attributes.forEach(
        (column, attribute) -> {
          if (attribute.values != null) {
            columns.add(attribute.build());
            if (column.startsWith(GROUP)) {
              groups.add(attribute.name);
            }
          } else if (column.startsWith(GROUP)) {
            throw wrong(
                "the column \"%s\" has more than %d different values; figures are not split by as many"
                    .formatted(column, MOST_VALUES));
          }
        });
    return SampleTable.of(
        root,
        ids,
        labelled ? labels.build() : null,
        split ? splits.build() : null,
        columns,
        groups,
        new Listed(root, masks, boxes));
  }

  private DataSetException wrong(String what) {
    return new DataSetException(file + ", line 1: " + what);
  }

  private static String name(String column) {
    return column.startsWith(GROUP) ? column.substring(GROUP.length()) : column;
  }

  /** Left, top, width, height in pixels; several boxes with semicolons between them. */
  private static List<Box> boxes(Row row) {
    String given = row.optional("box");
    if (given == null) {
      return List.of();
    }
    double width = side(row, "width");
    double height = side(row, "height");
    List<Box> boxes = new ArrayList<>();
    for (String one : given.split(";", -1)) {
      String[] numbers = one.strip().split("\\s+", -1);
      if (numbers.length != 4) {
        throw new RowFault(
            "a box is written \"left top width height\", not \"%s\"".formatted(one.strip()));
      }
      boxes.add(
          PixelBox.of(
              number("box", numbers[0]),
              number("box", numbers[1]),
              number("box", numbers[2]),
              number("box", numbers[3]),
              width,
              height));
    }
    return boxes;
  }

  private static double side(Row row, String column) {
    String given = row.optional(column);
    if (given == null) {
      throw new RowFault(
          "a box is in pixels, and the columns \"width\" and \"height\" do not say of how many");
    }
    double side = number(column, given);
    if (!(side > 0)) {
      throw new RowFault("\"%s\" must be above 0, not %s".formatted(column, given));
    }
    return side;
  }

  private static double number(String column, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new RowFault("\"%s\": \"%s\" is not a number".formatted(column, text), e);
    }
  }

  /** The values of a column, until there are too many different ones. */
  private static final class Attribute {
    private final String name;
    private final Set<String> different = new HashSet<>();
    private Column.@Nullable Builder values;

    Attribute(String name) {
      this.name = name;
      this.values = new Column.Builder(name);
    }

    void add(@Nullable String value) {
      if (values != null) {
        if (value != null && different.add(value) && different.size() > MOST_VALUES) {
          different.clear();
          values = null;
        } else {
          values.add(value);
        }
      }
    }

    /** What is true or false is, as in every layout, yes or no. */
    Column build() {
      Column column = values.build();
      Map<String, String> meant = Map.of("true", "yes", "false", "no", "yes", "yes", "no", "no");
      List<@Nullable String> binary =
          column.values().stream().map(v -> meant.get(v.toLowerCase(Locale.ROOT))).toList();
      if (binary.isEmpty() || binary.contains(null)) {
        return column;
      }
      Column.Builder yesOrNo = new Column.Builder(name, Column.NO_YES);
      for (int row = 0; row < column.size(); row++) {
        int code = column.code(row);
        yesOrNo.add(code == Column.UNKNOWN ? null : binary.get(code));
      }
      return yesOrNo.build();
    }
  }

  /** Masks and boxes as the rows name them. */
  private record Listed(Path root, Texts masks, BoxList boxList) implements Regions {
    @Override
    public @Nullable Path mask(int row, String id) {
      String mask = masks.get(row);
      return mask.isEmpty() ? null : root.resolve(mask);
    }

    @Override
    public List<Box> boxes(int row) {
      return boxList.get(row);
    }
  }
}

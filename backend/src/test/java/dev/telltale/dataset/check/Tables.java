package dev.telltale.dataset.check;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Small data sets by columns, without files. */
final class Tables {
  private Tables() {}

  /**
   * Random codes, a tenth of them unknown: a label of three classes, splits, and attributes that
   * are there or not, of two values, of four, and of thirty.
   */
  static DataSet random(long seed, int rows) {
    Random random = new Random(seed);
    return set(
        rows,
        column("kind", List.of("ant", "bee", "fly"), rows, random),
        column("split", List.of("train", "test"), rows, random),
        List.of(
            column("wings", Column.NO_YES, rows, random),
            column("place", List.of("land", "water"), rows, random),
            column("season", List.of("spring", "summer", "autumn", "winter"), rows, random),
            column("day", IntStream.range(0, 60).mapToObj(i -> "d" + i).toList(), rows, random)),
        List.of("place", "wings"));
  }

  static DataSet set(
      int rows,
      @Nullable Column label,
      @Nullable Column split,
      List<Column> attributes,
      List<String> groups) {
    Texts ids = new Texts();
    for (int i = 0; i < rows; i++) {
      ids.add("p/%03d.png".formatted(i));
    }
    Path root = Path.of("/nowhere");
    SampleTable samples = SampleTable.of(root, ids, label, split, attributes, groups, Regions.NONE);
    return new DataSet("tables", root, "drawn", samples, List.of());
  }

  private static Column column(String name, List<String> values, int rows, Random random) {
    Column.Builder column = new Column.Builder(name, values);
    for (int i = 0; i < rows; i++) {
      column.addCode(
          random.nextInt(10) == 0
              ? Column.UNKNOWN
              : (int) (values.size() * Math.pow(random.nextDouble(), 2)));
    }
    return column.build();
  }

  /** A column of values given row by row, each to be found in the list. */
  static Column given(String name, List<String> values, List<String> rows) {
    Column.Builder column = new Column.Builder(name, values);
    rows.forEach(column::add);
    return column.build();
  }
}

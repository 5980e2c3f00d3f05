package dev.telltale.groups;

import dev.telltale.audit.SpecException;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.SampleTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The groups of a data set: each label with each value of the columns by which figures are split.
 *
 * @param columns what the values are of; the label first
 * @param cells the groups, by label and then by the values, in the data set's own order
 * @param of the group of each image; {@link #UNKNOWN} where a value is not known
 */
record Cells(List<String> columns, List<List<String>> cells, int[] of) {
  static final int UNKNOWN = -1;

  private static final long MOST = 1L << 32;

  /** Beyond so many combinations only those are listed that some image has. */
  private static final int MOST_EMPTY = 200;

  static Cells of(DataSet dataSet) {
    SampleTable samples = dataSet.samples();
    List<Column> by = new ArrayList<>();
    by.add(samples.label().orElseThrow());
    by.addAll(samples.groups());
    long combinations = 1;
    for (Column column : by) {
      combinations *= Math.max(1, column.values().size());
      if (combinations > MOST) {
        throw new SpecException(
            "images.task", "there are too many groups; split the figures by fewer attributes");
      }
    }
    // Keys rise by label, then by the first column, and so on.
    TreeMap<Long, Integer> known = new TreeMap<>();
    if (combinations <= MOST_EMPTY && by.stream().noneMatch(one -> one.values().isEmpty())) {
      for (long key = 0; key < combinations; key++) {
        known.put(key, 0);
      }
    }
    long[] keys = new long[samples.size()];
    for (int place = 0; place < keys.length; place++) {
      keys[place] = key(samples, by, place);
      if (keys[place] != UNKNOWN) {
        known.putIfAbsent(keys[place], 0);
      }
    }
    List<List<String>> cells = new ArrayList<>();
    for (long key : List.copyOf(known.keySet())) {
      known.put(key, cells.size());
      cells.add(values(by, key));
    }
    int[] of =
        Arrays.stream(keys).mapToInt(key -> key == UNKNOWN ? UNKNOWN : known.get(key)).toArray();
    return new Cells(by.stream().map(Column::name).toList(), List.copyOf(cells), of);
  }

  /** A group for people, such as {@code waterbird, land}. */
  String name(int cell) {
    return String.join(", ", cells.get(cell));
  }

  private static long key(SampleTable samples, List<Column> by, int place) {
    long key = 0;
    for (Column column : by) {
      int code = samples.code(column, place);
      if (code == Column.UNKNOWN) {
        return UNKNOWN;
      }
      key = key * column.values().size() + code;
    }
    return key;
  }

  private static List<String> values(List<Column> by, long key) {
    List<String> values = new ArrayList<>();
    long rest = key;
    for (int i = by.size() - 1; i >= 0; i--) {
      int size = by.get(i).values().size();
      values.add(0, by.get(i).values().get((int) (rest % size)));
      rest /= size;
    }
    return List.copyOf(values);
  }
}

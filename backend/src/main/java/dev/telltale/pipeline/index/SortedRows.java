package dev.telltale.pipeline.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.numbers.arrays.Selection;

/** Rows of {@link Columns} in a rising order of a value, equal ones in order of arrival. */
final class SortedRows {
  private SortedRows() {}

  /**
   * A part of the order, found by selection: of a million rows only the part itself is sorted.
   *
   * @param rows all rows, in order of arrival
   * @param from first place of the part, at least 0
   * @param to place after its last one, at most the number of rows
   */
  static List<Integer> part(int[] rows, ImageSort sort, Columns columns, int from, int to) {
    if (from >= to) {
      return List.of();
    }
    if (sort.byArrival()) {
      return Arrays.stream(rows, from, to).boxed().toList();
    }
    double[] values = Arrays.stream(rows).mapToDouble(row -> sort.value(columns, row)).toArray();
    double[] selected = values.clone();
    Selection.select(selected, new int[] {from, to - 1});
    double low = selected[from];
    double high = selected[to - 1];
    // Of many rows with the value at an end of the part, some belong to the parts beside it.
    int skippedAtLow = from - below(values, low);
    int takenAtHigh = to - below(values, high);
    List<Integer> part = new ArrayList<>(to - from);
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (value < low
          || value > high
          || (value == high && takenAtHigh-- <= 0)
          || (value == low && skippedAtLow-- > 0)) {
        continue;
      }
      part.add(rows[i]);
    }
    part.sort(Comparator.comparingDouble(row -> sort.value(columns, row)));
    return part;
  }

  private static int below(double[] values, double bound) {
    int below = 0;
    for (double value : values) {
      if (value < bound) {
        below++;
      }
    }
    return below;
  }
}

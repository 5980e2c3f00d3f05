package dev.telltale.dataset.check;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.SampleTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The combinations of label and groups, by which figures are split: shortcuts are learned where one
 * of them is rare.
 *
 * @param by names of the label and of the groups
 * @param combinations of their values, with pictures or without
 * @param empty how many of these no picture has
 * @param unknown pictures of which not all of these are known
 * @param listed in the order of the values, the empty ones too, when there are at most {@link
 *     #LISTED} combinations; else those with the fewest pictures of all that have any
 * @param smallest of those that have any; null without any
 */
public record Groups(
    List<String> by,
    long combinations,
    long empty,
    long unknown,
    List<GroupCount> listed,
    @Nullable GroupCount smallest) {
  /** Combinations that are listed one by one. */
  public static final int LISTED = 1000;

  /** More combinations than a number of them would tell anything of. */
  private static final double MOST = 1e15;

  /** Copies the lists. */
  public Groups {
    by = List.copyOf(by);
    listed = List.copyOf(listed);
  }

  static Groups of(SampleTable samples) {
    List<Column> columns = new ArrayList<>(samples.groups());
    samples.label().ifPresent(label -> columns.add(0, label));
    double product =
        columns.stream().mapToDouble(column -> column.values().size()).reduce(1, (a, b) -> a * b);
    if (columns.isEmpty() || product > MOST) {
      return new Groups(names(columns), 0, 0, samples.size(), List.of(), null);
    }
    Map<Long, Long> counts = new HashMap<>();
    long unknown = 0;
    for (int place = 0; place < samples.size(); place++) {
      long cell = cell(samples, columns, place);
      if (cell < 0) {
        unknown++;
      } else {
        counts.merge(cell, 1L, Long::sum);
      }
    }
    return of(columns, (long) product, counts, samples.size() - unknown, unknown);
  }

  private static Groups of(
      List<Column> columns, long combinations, Map<Long, Long> counts, long known, long unknown) {
    List<Map.Entry<Long, Long>> rising =
        new TreeMap<>(counts)
            .entrySet().stream().sorted(Comparator.comparingLong(Map.Entry::getValue)).toList();
    LongStream cells =
        combinations <= LISTED
            ? LongStream.range(0, combinations)
            : rising.stream().limit(LISTED).mapToLong(Map.Entry::getKey);
    return new Groups(
        names(columns),
        combinations,
        combinations - counts.size(),
        unknown,
        cells.mapToObj(cell -> count(columns, cell, counts.getOrDefault(cell, 0L), known)).toList(),
        rising.isEmpty()
            ? null
            : count(columns, rising.get(0).getKey(), rising.get(0).getValue(), known));
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  /** The number of a picture's combination, or −1. */
  private static long cell(SampleTable samples, List<Column> columns, int place) {
    long cell = 0;
    for (Column column : columns) {
      int code = samples.code(column, place);
      if (code == Column.UNKNOWN) {
        return -1;
      }
      cell = cell * column.values().size() + code;
    }
    return cell;
  }

  private static GroupCount count(List<Column> columns, long cell, long pictures, long known) {
    String[] values = new String[columns.size()];
    long rest = cell;
    for (int i = columns.size() - 1; i >= 0; i--) {
      List<String> of = columns.get(i).values();
      values[i] = of.get((int) (rest % of.size()));
      rest /= of.size();
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(columns.get(i).name(), values[i]);
    }
    return new GroupCount(named, pictures, known == 0 ? 0 : (double) pictures / known);
  }
}

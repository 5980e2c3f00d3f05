package dev.telltale.dataset.check;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.SampleTable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The values of one attribute.
 *
 * @param name of the attribute
 * @param values the commonest first, at most {@link #LISTED}
 * @param others how many further values there are
 * @param otherPictures that have one of those
 * @param unknown pictures of which the value is not known
 */
public record AttributeCounts(
    String name, List<ValueCount> values, int others, long otherPictures, long unknown) {
  /** Values that are listed one by one. */
  public static final int LISTED = 50;

  /** Copies the values. */
  public AttributeCounts {
    values = List.copyOf(values);
  }

  static AttributeCounts of(SampleTable samples, Column column) {
    long[] counts = counts(samples, column);
    int values = column.values().size();
    List<ValueCount> falling =
        IntStream.range(0, values)
            .mapToObj(code -> new ValueCount(column.values().get(code), counts[code]))
            // Stable: what is equally common stays in the order of the values.
            .sorted(Comparator.comparingLong(ValueCount::pictures).reversed())
            .toList();
    int listed = Math.min(LISTED, values);
    return new AttributeCounts(
        column.name(),
        falling.subList(0, listed),
        values - listed,
        falling.stream().skip(listed).mapToLong(ValueCount::pictures).sum(),
        counts[values]);
  }

  /** Pictures of every code, and last those of which it is not known. */
  static long[] counts(SampleTable samples, Column column) {
    long[] counts = new long[column.values().size() + 1];
    for (int place = 0; place < samples.size(); place++) {
      int code = samples.code(column, place);
      counts[code == Column.UNKNOWN ? counts.length - 1 : code]++;
    }
    return counts;
  }
}

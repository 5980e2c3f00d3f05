package dev.telltale.dataset.check;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.SampleTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a data set tell, without opening a file.
 *
 * @param pictures in all
 * @param label name of what is to be told; null when no label is known
 * @param classes its values, in their order, the empty ones too
 * @param unlabelled pictures without a label
 * @param splits with their pictures, in their order; empty without splits
 * @param withoutSplit pictures in none of the splits
 * @param attributes what else is known
 * @param groups combinations of label and groups
 * @param correlations what goes with what
 */
public record Overview(
    int pictures,
    @Nullable String label,
    List<ClassCount> classes,
    long unlabelled,
    List<ValueCount> splits,
    long withoutSplit,
    List<AttributeCounts> attributes,
    Groups groups,
    Correlations correlations) {

  /** Copies the lists. */
  public Overview {
    classes = List.copyOf(classes);
    splits = List.copyOf(splits);
    attributes = List.copyOf(attributes);
  }

  /** Counts; a million pictures of forty attributes take about half a second. */
  public static Overview of(DataSet dataSet) {
    SampleTable samples = dataSet.samples();
    Column label = samples.label().orElse(null);
    Column split = samples.split().orElse(null);
    long[] bySplit = split == null ? new long[1] : AttributeCounts.counts(samples, split);
    return new Overview(
        samples.size(),
        label == null ? null : label.name(),
        label == null ? List.of() : classes(samples, label, split),
        label == null ? samples.size() : last(AttributeCounts.counts(samples, label)),
        split == null
            ? List.of()
            : IntStream.range(0, split.values().size())
                .mapToObj(code -> new ValueCount(split.values().get(code), bySplit[code]))
                .toList(),
        split == null ? samples.size() : last(bySplit),
        attributes(samples).stream().map(column -> AttributeCounts.of(samples, column)).toList(),
        Groups.of(samples),
        Correlations.of(samples));
  }

  /** The attributes, and groups that were made of one, such as {@code age>=40}. */
  static List<Column> attributes(SampleTable samples) {
    List<Column> columns = new ArrayList<>(samples.attributes());
    for (Column group : samples.groups()) {
      if (samples.attribute(group.name()).isEmpty()) {
        columns.add(group);
      }
    }
    return columns;
  }

  /** Classes of which there is no picture. */
  public List<String> emptyClasses() {
    return classes.stream().filter(one -> one.pictures() == 0).map(ClassCount::name).toList();
  }

  private static List<ClassCount> classes(
      SampleTable samples, Column label, @Nullable Column split) {
    int splits = split == null ? 0 : split.values().size();
    long[][] counts = new long[label.values().size()][splits + 1];
    for (int place = 0; place < samples.size(); place++) {
      int of = samples.code(label, place);
      int in = split == null ? Column.UNKNOWN : samples.code(split, place);
      if (of != Column.UNKNOWN) {
        counts[of][in == Column.UNKNOWN ? splits : in]++;
      }
    }
    return IntStream.range(0, counts.length)
        .mapToObj(
            code ->
                new ClassCount(
                    label.values().get(code),
                    Arrays.stream(counts[code]).sum(),
                    Arrays.stream(counts[code], 0, splits).boxed().toList()))
        .toList();
  }

  private static long last(long[] counts) {
    return counts[counts.length - 1];
  }
}

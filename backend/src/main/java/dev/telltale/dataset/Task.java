package dev.telltale.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which attribute of a data set is to be told from the picture, and by which ones the figures are
 * split, and where in the picture it is to be seen. An attribute is named as the data set names it;
 * {@code age>=40} makes two classes of an attribute of numbers.
 *
 * @param target an attribute that becomes the label; null to keep the data set's own
 * @param groups attributes; null to keep those of the layout
 * @param region a named part of the picture, whose mask becomes the samples' mask; null to keep the
 *     mask of the layout
 */
public record Task(
    @Nullable String target, @Nullable List<String> groups, @Nullable String region) {
  private static final Pattern AT_LEAST = Pattern.compile("(.+?)>=(-?\\d+(?:\\.\\d+)?)");

  /** The data set's own. */
  public static final Task OWN = new Task(null, null, null);

  /** With the layout's own mask. */
  public Task(@Nullable String target, @Nullable List<String> groups) {
    this(target, groups, null);
  }

  /** The data set's samples with this label and these groups. */
  SampleTable of(DataSet dataSet) {
    SampleTable samples = region == null ? dataSet.samples() : showing(dataSet, region);
    Column label =
        target == null ? samples.label().orElse(null) : column(dataSet, target).asClasses();
    if (groups == null) {
      String taken = target == null ? "" : target;
      return samples.with(
          label, samples.groups().stream().filter(group -> !group.name().equals(taken)).toList());
    }
    List<Column> chosen = new ArrayList<>();
    for (String group : groups) {
      chosen.add(column(dataSet, group));
    }
    return samples.with(label, chosen);
  }

  private static SampleTable showing(DataSet dataSet, String region) {
    try {
      return dataSet.samples().choose(region);
    } catch (IllegalArgumentException e) {
      throw new DataSetException(dataSet.root() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The column that a term names: an attribute, {@code label}, or a split of an attribute of
   * numbers such as {@code age>=40}.
   *
   * @throws DataSetException if there is none, naming those there are
   */
  public static Column column(DataSet dataSet, String term) {
    SampleTable samples = dataSet.samples();
    Optional<Column> named = samples.attribute(term);
    if (named.isPresent()) {
      return named.get();
    }
    Matcher atLeast = AT_LEAST.matcher(term);
    if (atLeast.matches() && samples.attribute(atLeast.group(1)).isPresent()) {
      return split(
          samples.attribute(atLeast.group(1)).get(), Double.parseDouble(atLeast.group(2)), term);
    }
    if (term.equals("label") && samples.label().isPresent()) {
      return samples.label().get();
    }
    List<String> known = samples.attributes().stream().map(Column::name).toList();
    throw new DataSetException(
        dataSet.root()
            + " has no attribute \""
            + term
            + "\"; "
            + (known.isEmpty() ? "it has none" : "it has " + String.join(", ", known)));
  }

  private static Column split(Column column, double least, String term) {
    List<Double> numbers = new ArrayList<>();
    for (String value : column.values()) {
      Double number = Numbers.parse(value);
      if (number == null) {
        throw new DataSetException(
            term + ": " + column.name() + " has values that are no numbers, such as " + value);
      }
      numbers.add(number);
    }
    Column.Builder halves = new Column.Builder(term, List.of(term.replace(">=", "<"), term));
    for (int row = 0; row < column.size(); row++) {
      int code = column.code(row);
      halves.addCode(code == Column.UNKNOWN ? Column.UNKNOWN : numbers.get(code) >= least ? 1 : 0);
    }
    return halves.build();
  }
}

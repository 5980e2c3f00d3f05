package dev.telltale.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a data set, drawn by a seed. Whether a picture is drawn depends on its id and the seed,
 * not on its place: the same pictures are drawn when the files list them in another order, and a
 * larger draw holds the smaller one.
 *
 * @param split only this split; null for all
 * @param where attribute to value; only pictures that have all of these
 * @param balanced as many pictures of every label with every value of the groups
 * @param limit at most so many pictures; null for all
 * @param seed of the draw
 */
public record Subset(
    @Nullable String split,
    Map<String, String> where,
    boolean balanced,
    @Nullable Integer limit,
    long seed) {

  /** Everything. */
  public static final Subset ALL = new Subset(null, Map.of(), false, null, 0);

  /**
   * @throws IllegalArgumentException if the limit is below 1
   */
  public Subset {
    where = Map.copyOf(where);
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException("a limit is 1 or more, not " + limit);
    }
  }

  /** The samples of the data set that are drawn, in its order. */
  SampleTable of(DataSet dataSet) {
    SampleTable samples = dataSet.samples();
    int[] places = matching(dataSet);
    if (balanced) {
      places = balance(dataSet, places);
    } else if (limit != null && limit < places.length) {
      places = drawn(samples, places, limit);
    }
    if (places.length == 0) {
      throw new DataSetException(dataSet.root() + ": no picture is left of this choice");
    }
    return places.length == samples.size() ? samples : samples.at(places);
  }

  private int[] matching(DataSet dataSet) {
    SampleTable samples = dataSet.samples();
    List<Column> columns = new ArrayList<>();
    List<Integer> wanted = new ArrayList<>();
    if (split != null) {
      Column splits =
          samples
              .split()
              .orElseThrow(() -> new DataSetException(dataSet.root() + " has no splits"));
      columns.add(splits);
      wanted.add(code(dataSet, splits, split));
    }
    new TreeMap<>(where)
        .forEach(
            (name, value) -> {
              Column column =
                  name.equals("label") && samples.label().isPresent()
                      ? samples.label().get()
                      : samples
                          .attribute(name)
                          .orElseThrow(
                              () ->
                                  new DataSetException(
                                      dataSet.root() + " has no attribute \"" + name + "\""));
              columns.add(column);
              wanted.add(code(dataSet, column, value));
            });
    return IntStream.range(0, samples.size())
        .filter(
            place -> {
              for (int i = 0; i < columns.size(); i++) {
                if (samples.code(columns.get(i), place) != wanted.get(i)) {
                  return false;
                }
              }
              return true;
            })
        .toArray();
  }

  private static int code(DataSet dataSet, Column column, String value) {
    int code = column.values().indexOf(value);
    if (code < 0) {
      List<String> known = column.values().subList(0, Math.min(20, column.values().size()));
      throw new DataSetException(
          "%s: no %s is \"%s\"; there are %s%s"
              .formatted(
                  dataSet.root(),
                  column.name(),
                  value,
                  String.join(", ", known),
                  known.size() < column.values().size() ? ", …" : ""));
    }
    return code;
  }

  /** As many of each label × groups as the rarest combination has, or as the limit leaves. */
  private int[] balance(DataSet dataSet, int[] places) {
    SampleTable samples = dataSet.samples();
    List<Column> by = new ArrayList<>(samples.groups());
    by.add(
        0,
        samples
            .label()
            .orElseThrow(
                () -> new DataSetException(dataSet.root() + " has no label to balance by")));
    long combinations = 1;
    for (Column column : by) {
      combinations *= column.values().size();
      if (combinations == 0 || combinations > places.length) {
        throw new DataSetException(
            "%s cannot be balanced: %s of %s for %,d pictures"
                .formatted(
                    dataSet.root(),
                    combinations == 0 ? "there is no value" : "too many combinations",
                    by.stream().map(Column::name).collect(Collectors.joining(", ")),
                    places.length));
      }
    }
    int cells = (int) combinations;
    List<List<Integer>> members =
        IntStream.range(0, cells).<List<Integer>>mapToObj(i -> new ArrayList<>()).toList();
    for (int place : places) {
      int cell = 0;
      for (Column column : by) {
        int code = samples.code(column, place);
        cell = code == Column.UNKNOWN || cell < 0 ? -1 : cell * column.values().size() + code;
      }
      if (cell >= 0) {
        members.get(cell).add(place);
      }
    }
    int each = Integer.MAX_VALUE;
    for (int cell = 0; cell < cells; cell++) {
      if (members.get(cell).isEmpty()) {
        throw new DataSetException(
            "%s cannot be balanced: no picture has %s".formatted(dataSet.root(), cell(by, cell)));
      }
      each = Math.min(each, members.get(cell).size());
    }
    int most = limit == null ? each : Math.min(each, limit / cells);
    if (most == 0) {
      throw new DataSetException(
          "a limit of %d leaves nothing of %d combinations of label and groups"
              .formatted(limit, cells));
    }
    return members.stream()
        .map(cell -> cell.stream().mapToInt(Integer::intValue).toArray())
        .flatMapToInt(cell -> Arrays.stream(drawn(samples, cell, most)))
        .sorted()
        .toArray();
  }

  private static String cell(List<Column> by, int cell) {
    List<String> names = new ArrayList<>();
    int rest = cell;
    for (int i = by.size() - 1; i >= 0; i--) {
      Column column = by.get(i);
      names.add(0, column.name() + " " + column.values().get(rest % column.values().size()));
      rest /= column.values().size();
    }
    return String.join(", ", names);
  }

  /** Those with the smallest keys, in their order. */
  private int[] drawn(SampleTable samples, int[] places, int count) {
    if (count >= places.length) {
      return places;
    }
    MessageDigest digest = sha256();
    byte[] salt = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
    record Keyed(long key, int place) {}
    return Arrays.stream(places)
        .mapToObj(
            place -> {
              digest.update(salt);
              byte[] hash = digest.digest(samples.id(place).getBytes(StandardCharsets.UTF_8));
              return new Keyed(ByteBuffer.wrap(hash).getLong(), place);
            })
        .sorted((a, b) -> Long.compareUnsigned(a.key, b.key))
        .limit(count)
        .mapToInt(Keyed::place)
        .sorted()
        .toArray();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}

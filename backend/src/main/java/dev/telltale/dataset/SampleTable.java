package dev.telltale.dataset;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a data set, by columns. As a list it makes each sample when it is asked for, so
 * that a million of them take little more than their paths. Immutable; thread-safe.
 */
public final class SampleTable extends AbstractList<Sample> implements RandomAccess {
  private final Path root;
  private final Texts ids;
  private final @Nullable Column label;
  private final @Nullable Column split;
  private final List<Column> attributes;
  private final List<Column> groups;
  private final Regions regions;

  /** Rows of the columns that this table has, in order; null for all. */
  private final int @Nullable [] rows;

  private SampleTable(
      Path root,
      Texts ids,
      @Nullable Column label,
      @Nullable Column split,
      List<Column> attributes,
      List<Column> groups,
      Regions regions,
      int @Nullable [] rows) {
    this.root = root;
    this.ids = ids;
    this.label = label;
    this.split = split;
    this.attributes = List.copyOf(attributes);
    this.groups = List.copyOf(groups);
    this.regions = regions;
    this.rows = rows;
    List<Column> all = new ArrayList<>(attributes);
    all.addAll(groups);
    Optional.ofNullable(label).ifPresent(all::add);
    Optional.ofNullable(split).ifPresent(all::add);
    for (Column column : all) {
      if (column.size() != ids.size()) {
        throw new IllegalArgumentException(column + " for " + ids.size() + " pictures");
      }
    }
  }

  /**
   * All pictures of a data set, as its layout tells of them.
   *
   * @param root the directory, a real path
   * @param ids paths below it, with {@code /} between names; each once
   * @param label the class of each; null if the layout has none of its own
   * @param split null if there are none
   * @param attributes what else is known
   * @param groups those of the attributes, by name, by which figures are split at first
   * @throws IllegalArgumentException if the columns are not all as long, or a group is no attribute
   */
  public static SampleTable of(
      Path root,
      Texts ids,
      @Nullable Column label,
      @Nullable Column split,
      List<Column> attributes,
      List<String> groups,
      Regions regions) {
    SampleTable whole =
        new SampleTable(root, ids, label, split, attributes, List.of(), regions, null);
    List<Column> chosen = new ArrayList<>();
    for (String group : groups) {
      chosen.add(
          whole
              .attribute(group)
              .orElseThrow(() -> new IllegalArgumentException("no attribute " + group)));
    }
    return new SampleTable(root, ids, label, split, attributes, chosen, regions, null);
  }

  /** The same pictures with another label and other groups. */
  SampleTable with(@Nullable Column newLabel, List<Column> newGroups) {
    return new SampleTable(root, ids, newLabel, split, attributes, newGroups, regions, rows);
  }

  /** The same pictures with the mask of a named region; see {@link Regions#choose}. */
  SampleTable choose(String region) {
    return new SampleTable(
        root, ids, label, split, attributes, groups, regions.choose(region), rows);
  }

  /**
   * Some of the pictures.
   *
   * @param places in this table, rising
   */
  SampleTable at(int[] places) {
    int[] chosen = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      chosen[i] = row(places[i]);
    }
    return new SampleTable(root, ids, label, split, attributes, groups, regions, chosen);
  }

  @Override
  public int size() {
    return rows == null ? ids.size() : rows.length;
  }

  @Override
  public Sample get(int place) {
    int row = row(place);
    String id = ids.get(row);
    Path mask = regions.mask(row, id);
    return new Sample(
        id,
        root.resolve(id),
        label == null ? null : label.value(row),
        groupsOf(row),
        mask,
        mask == null ? regions.boxes(row) : List.of(),
        split == null ? null : split.value(row));
  }

  /** The id of a sample, without making the rest of it. */
  public String id(int place) {
    return ids.get(row(place));
  }

  /** The label of a sample, without making the rest of it; null if unknown. */
  public @Nullable String label(int place) {
    return label == null ? null : label.value(row(place));
  }

  /** The split of a sample, without making the rest of it; null if it is in none. */
  public @Nullable String split(int place) {
    return split == null ? null : split.value(row(place));
  }

  /** The code of a sample in a column of this table, or {@link Column#UNKNOWN}. */
  public int code(Column column, int place) {
    return column.code(row(place));
  }

  /** The files of the named parts of a sample's picture; see {@link Regions#parts}. */
  public Map<String, List<Path>> parts(int place) {
    int row = row(place);
    return regions.parts(row, ids.get(row));
  }

  /** See {@link Regions#croppedParts}. */
  public boolean croppedParts() {
    return regions.croppedParts();
  }

  /** See {@link Regions#scaled}. */
  public boolean scaledMasks() {
    return regions.scaled();
  }

  /** The classes; empty when no label is known. */
  public List<String> classes() {
    return label == null ? List.of() : label.values();
  }

  /** The label of every row. */
  public Optional<Column> label() {
    return Optional.ofNullable(label);
  }

  /** The split of every row. */
  public Optional<Column> split() {
    return Optional.ofNullable(split);
  }

  /** What is known beside label and split. */
  public List<Column> attributes() {
    return attributes;
  }

  /** By what figures are split. */
  public List<Column> groups() {
    return groups;
  }

  /** The attribute of a name. */
  public Optional<Column> attribute(String name) {
    return attributes.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  private int row(int place) {
    return rows == null ? place : rows[place];
  }

  private Map<String, String> groupsOf(int row) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Column group : groups) {
      String value = group.value(row);
      if (value != null) {
        values.put(group.name(), value);
      }
    }
    return values;
  }
}

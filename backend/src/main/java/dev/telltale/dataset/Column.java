package dev.telltale.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every picture in one respect, such as its label, its split or whether the person
 * smiles: for each row one of a few values, or unknown. Kept as codes, a byte each where there are
 * few values.
 */
public final class Column {
  /** The code of a row whose value is not known. */
  public static final int UNKNOWN = -1;

  /** The values of an attribute that is there or not, in the order of their codes. */
  public static final List<String> NO_YES = List.of("no", "yes");

  /** Before the name of an attribute: the class of what does not have it. */
  static final String ABSENT = "not ";

  private final String name;
  private final List<String> values;
  private final byte[] few;
  private final int[] many;

  private Column(String name, List<String> values, byte[] few, int[] many) {
    this.name = name;
    this.values = values;
    this.few = few;
    this.many = many;
  }

  /** What the values are of, such as {@code place}. */
  public String name() {
    return name;
  }

  /** The values there are, by code. */
  public List<String> values() {
    return values;
  }

  /** How many rows. */
  public int size() {
    return few.length + many.length;
  }

  /** The code of a row, a place in {@link #values}, or {@link #UNKNOWN}. */
  public int code(int row) {
    return few.length > 0 ? few[row] : many[row];
  }

  /** The value of a row, or null if unknown. */
  public @Nullable String value(int row) {
    int code = code(row);
    return code == UNKNOWN ? null : values.get(code);
  }

  /** Whether it tells of something that is there or not. */
  public boolean isBinary() {
    return values.equals(NO_YES);
  }

  /** The same rows under another name. */
  public Column named(String other) {
    return new Column(other, values, few, many);
  }

  /** The same rows as a label: a class needs a name that tells what is there, "yes" would not. */
  public Column asClasses() {
    return isBinary() ? new Column(name, List.of(ABSENT + name, name), few, many) : this;
  }

  @Override
  public String toString() {
    return "Column[" + name + ", " + values.size() + " values, " + size() + " rows]";
  }

  /** Takes the values of row after row. */
  public static final class Builder {
    private final String name;
    private final boolean closed;
    private final List<String> values;
    private final Map<String, Integer> codes = new HashMap<>();
    private int[] rows = new int[0];
    private byte[] small = new byte[64];
    private int size;

    /** A column whose values are seen as they come; sorted in the end, numbers by their size. */
    public Builder(String name) {
      this(name, List.of(), false);
    }

    /** A column of these values and no others, in this order. */
    public Builder(String name, List<String> values) {
      this(name, values, true);
    }

    private Builder(String name, List<String> values, boolean closed) {
      this.name = name;
      this.closed = closed;
      this.values = new ArrayList<>();
      values.forEach(this::codeOf);
    }

    /**
     * Appends a row.
     *
     * @param value null if unknown
     * @throws IllegalArgumentException if the values are given and this is none of them
     */
    public Builder add(@Nullable String value) {
      if (value == null) {
        return addCode(UNKNOWN);
      }
      Integer code = codes.get(value);
      if (code == null && closed) {
        throw new IllegalArgumentException(name + " is one of " + values + ", not " + value);
      }
      return addCode(code == null ? codeOf(value) : code);
    }

    /** Appends a row by its code. */
    public Builder addCode(int code) {
      if (code < UNKNOWN || code >= values.size()) {
        throw new IllegalArgumentException(name + " has no code " + code);
      }
      if (rows.length == 0 && code > Byte.MAX_VALUE) {
        rows = new int[Math.max(64, small.length)];
        for (int i = 0; i < size; i++) {
          rows[i] = small[i];
        }
        small = new byte[0];
      }
      if (rows.length > 0) {
        rows = size == rows.length ? Arrays.copyOf(rows, size + (size >> 1)) : rows;
        rows[size++] = code;
      } else {
        small = size == small.length ? Arrays.copyOf(small, size + (size >> 1)) : small;
        small[size++] = (byte) code;
      }
      return this;
    }

    /** How many rows so far. */
    public int size() {
      return size;
    }

    /** The column; the builder is then spent. */
    public Column build() {
      if (!closed) {
        sort();
      }
      return new Column(
          name, List.copyOf(values), Arrays.copyOf(small, small.length == 0 ? 0 : size), trimmed());
    }

    private int[] trimmed() {
      return Arrays.copyOf(rows, rows.length == 0 ? 0 : size);
    }

    private int codeOf(String value) {
      values.add(value);
      codes.put(value, values.size() - 1);
      return values.size() - 1;
    }

    private void sort() {
      List<String> sorted = new ArrayList<>(values);
      boolean numbers = values.stream().allMatch(value -> Numbers.parse(value) != null);
      sorted.sort(
          numbers
              ? Comparator.comparing(Numbers::parse).thenComparing(Comparator.naturalOrder())
              : Comparator.naturalOrder());
      if (sorted.equals(values)) {
        return;
      }
      int[] moved = new int[values.size()];
      for (int i = 0; i < sorted.size(); i++) {
        moved[codes.get(sorted.get(i))] = i;
      }
      for (int i = 0; i < size; i++) {
        if (rows.length > 0) {
          rows[i] = rows[i] == UNKNOWN ? UNKNOWN : moved[rows[i]];
        } else {
          small[i] = small[i] == UNKNOWN ? UNKNOWN : (byte) moved[small[i]];
        }
      }
      values.clear();
      values.addAll(sorted);
    }
  }
}

package dev.telltale.dataset.layout;

import dev.telltale.dataset.DataSetException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A file that gives each picture one number, as CelebA's partition and identities: a name and the
 * number a line; in a {@code .csv} below a header.
 */
final class NamedValues {
  /** What the partition's 0, 1 and 2 stand for. */
  static final List<String> SPLITS = List.of("train", "val", "test");

  private static final Pattern PARTITION = Pattern.compile("[012]");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final Path file;
  private final Names names;
  private final Names.Ints lines = new Names.Ints();
  private final Names.Ints values = new Names.Ints();

  private NamedValues(Path file, Names names) {
    this.file = file;
    this.names = names;
  }

  /** Reads {@code list_eval_partition}. */
  static NamedValues partition(Reading reading, Path file, Names names) throws IOException {
    return new NamedValues(file, names).read(reading, PARTITION, "a partition is 0, 1 or 2");
  }

  /** Reads {@code identity_CelebA}. */
  static NamedValues identities(Reading reading, Path file, Names names) throws IOException {
    return new NamedValues(file, names).read(reading, NUMBER, "an identity is a number");
  }

  /** Whether the file gives a picture a number. */
  boolean has(String picture) {
    return lines.get(names.number(picture)) > 0;
  }

  /**
   * The number of a picture.
   *
   * @throws RowFault of the row that asks, if there is none
   */
  int of(String picture) {
    if (!has(picture)) {
      throw new RowFault("%s is not in %s".formatted(picture, file.getFileName()));
    }
    return values.get(names.number(picture));
  }

  /** Every row whose picture is not known elsewhere is a fault. */
  void checkAllKnown(Reading reading, IntPredicate known, String elsewhere) {
    IntStream.range(0, names.size())
        .filter(number -> lines.get(number) > 0 && !known.test(number))
        .boxed()
        .sorted(Comparator.comparing(lines::get))
        .forEach(
            number ->
                reading.fault(
                    file,
                    lines.get(number),
                    "%s is not in %s".formatted(names.name(number), elsewhere)));
  }

  private NamedValues read(Reading reading, Pattern valid, String rule) throws IOException {
    try (FieldLines rows = new FieldLines(file)) {
      if (FieldLines.isCsv(file) && !(rows.next() && rows.text(0).equals("image_id"))) {
        throw new DataSetException(file + ", line 1: the first column must be image_id");
      }
      while (rows.next()) {
        try {
          row(rows, valid, rule);
        } catch (RowFault e) {
          reading.fault(file, rows.line(), e.getMessage());
        }
      }
    }
    return this;
  }

  private void row(FieldLines row, Pattern valid, String rule) {
    if (row.size() != 2) {
      throw new RowFault("expected a picture and a number");
    }
    String value = row.text(1);
    if (!valid.matcher(value).matches()) {
      throw new RowFault("%s, not \"%s\"".formatted(rule, value));
    }
    int number = names.number(row.text(0));
    if (lines.get(number) > 0) {
      throw new RowFault(
          "the picture %s is listed in line %d already".formatted(row.text(0), lines.get(number)));
    }
    lines.set(number, (int) row.line());
    values.set(number, Integer.parseInt(value));
  }
}

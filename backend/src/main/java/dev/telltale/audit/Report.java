package dev.telltale.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an audit found. Holds no times, hosts or attempts: the same spec gives the same report, to
 * the byte.
 *
 * @param title of the whole
 * @param findings what a person should read first, each one sentence with its figures
 * @param sections in order
 * @param bundles models that were made, to be taken along
 * @param data the same and more for pages and scripts, each document by its name
 */
public record Report(
    String title,
    List<String> findings,
    List<Section> sections,
    List<Bundle> bundles,
    List<Document> data) {
  /**
   * What the name of a file or a directory may be: one entry of a directory, wherever it is put.
   */
  public static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";

  /** Copies all. */
  public Report {
    findings = List.copyOf(findings);
    sections = List.copyOf(sections);
    bundles = List.copyOf(bundles);
    data = List.copyOf(data);
  }

  /** Without documents. */
  public Report(String title, List<String> findings, List<Section> sections, List<Bundle> bundles) {
    this(title, findings, sections, bundles, List.of());
  }

  /** Without a model made. */
  public Report(String title, List<String> findings, List<Section> sections) {
    this(title, findings, sections, List.of());
  }

  /**
   * Refuses what would become a path elsewhere: a report, or the result of a unit, may have come
   * from anywhere.
   *
   * @throws IllegalArgumentException if it is not as {@link #NAME}
   */
  public static void refuseOtherName(String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "%s cannot be the name of a file: give it letters, digits, points, dashes and underscores, at most 100, no point first"
              .formatted(name));
    }
  }

  /**
   * A model bundle that the audit made.
   *
   * @param name also of its directory: letters, digits, points, dashes and underscores, no point
   *     first; each once in a report
   * @param hash identity of its contents
   * @param files in order
   */
  public record Bundle(String name, String hash, List<BundleFile> files) {
    /**
     * Copies the files.
     *
     * @throws IllegalArgumentException if the name, or a file's, is no name of a directory's entry
     */
    public Bundle {
      files = List.copyOf(files);
      refuseOtherName(name);
      files.forEach(file -> refuseOtherName(file.name()));
    }
  }

  /**
   * A file of a bundle.
   *
   * @param name such as {@code features.pt}
   * @param artifact its address
   */
  public record BundleFile(String name, String artifact) {}

  /**
   * A JSON document for pages and scripts. It may name further artifacts, such as pictures, which
   * then belong to the report as those do that it names itself.
   *
   * @param name also of its file: letters, digits, points, dashes and underscores, no point first;
   *     each once in a report
   * @param artifact its address; the JSON is an object, in UTF-8
   */
  public record Document(String name, String artifact) {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is no name of a directory's entry
     */
    public Document {
      refuseOtherName(name);
    }
  }

  /**
   * A part with a heading.
   *
   * @param title the heading
   * @param text what is shown and how it was worked out, in plain sentences; a blank line between
   *     paragraphs
   * @param tables in order
   * @param pictures in order
   */
  public record Section(String title, String text, List<Table> tables, List<Picture> pictures) {
    /** Copies both. */
    public Section {
      tables = List.copyOf(tables);
      pictures = List.copyOf(pictures);
    }
  }

  /**
   * A table; also a CSV file of its own.
   *
   * @param name of the file, such as {@code accuracy-per-group}, as {@link Report#NAME}; each once
   *     in a report
   * @param caption what is shown, in a sentence
   * @param columns in order
   * @param rows as many cells each as columns
   */
  public record Table(String name, String caption, List<Column> columns, List<List<Cell>> rows) {
    /**
     * Copies both.
     *
     * @throws IllegalArgumentException if the name is no name of a directory's entry, or a row has
     *     another number of cells than there are columns
     */
    public Table {
      refuseOtherName(name);
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
      for (List<Cell> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "%s: %d cells in a row of %d columns".formatted(name, row.size(), columns.size()));
        }
      }
    }
  }

  /**
   * A column.
   *
   * @param name in scripts, such as {@code worstGroupAccuracy}
   * @param title for people
   */
  public record Column(String name, String title) {}

  /** What stands in a table. */
  public sealed interface Cell {}

  /** Words, such as a group's name. */
  public record Text(String value) implements Cell {}

  /** A whole number that is no estimate, such as how many images there are. */
  public record Count(long value) implements Cell {}

  /**
   * A measured figure.
   *
   * @param value NaN where there is none
   * @param low lower end of its interval; NaN where there is none
   * @param high upper end; NaN where there is none
   * @param n how many images, or other items, it is over
   * @param why there is no value; null where there is one
   */
  public record Figure(double value, double low, double high, long n, @Nullable String why)
      implements Cell {}

  /**
   * A picture.
   *
   * @param caption what is seen
   * @param artifact its address
   * @param type such as {@code image/png}
   */
  public record Picture(String caption, String artifact, String type) {}
}

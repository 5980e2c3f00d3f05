package dev.telltale.study;

import dev.telltale.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table of a study.
 *
 * @param caption what it shows, in a sentence
 * @param header names of the columns
 * @param rows as many cells each as the header
 */
public record Table(String caption, List<String> header, List<List<String>> rows) {

  /**
   * @throws IllegalArgumentException if a row has another number of cells than the header
   */
  public Table {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(row + " has not the columns " + header);
      }
    }
  }

  /** As Markdown. */
  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(caption);
    lines.add("");
    lines.add(line(header));
    lines.add("|" + "---|".repeat(header.size()));
    rows.forEach(row -> lines.add(line(row)));
    return String.join("\n", lines) + "\n";
  }

  /** A number with its interval, three places. */
  static String cell(Estimate estimate) {
    return String.format(
        Locale.ROOT, "%.3f [%.3f, %.3f]", estimate.value(), estimate.low(), estimate.high());
  }

  /** A number, three places; a dash where there is none. */
  static String cell(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }
}

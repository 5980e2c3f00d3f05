package dev.telltale.dataset;

import java.nio.file.Path;

/**
 * Something in a data set's files that cannot be right.
 *
 * @param file where it stands
 * @param line from 1; 0 when the file has no lines, or the file itself is meant
 * @param what is wrong, and what would be right
 */
public record Fault(Path file, long line, String what) {

  /** On one line: file, line, what. */
  public String sentence() {
    return line > 0 ? "%s, line %d: %s".formatted(file, line, what) : file + ": " + what;
  }
}

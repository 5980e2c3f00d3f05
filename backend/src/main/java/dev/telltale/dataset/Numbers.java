package dev.telltale.dataset;

import org.jspecify.annotations.Nullable;

/** Numbers among texts. */
final class Numbers {
  private Numbers() {}

  /** The number that a text is, or null. */
  static @Nullable Double parse(String text) {
    if (text.isEmpty() || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
      return null;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}

package dev.telltale.dataset.drawn;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One thing in drawn scenes that can be changed by itself. */
public interface Factor {
  /** The name of the constant, as every enum has. */
  String name();

  /** What it can be; empty if they cannot be listed. */
  List<String> choices();

  /** The name, as it is typed. */
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Which of its values this is, from 0.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  default int choice(String value) {
    int choice = choices().indexOf(value);
    if (choice < 0) {
      throw new IllegalArgumentException(
          "%s is one of %s, not \"%s\"".formatted(label(), String.join(", ", choices()), value));
    }
    return choice;
  }

  /**
   * The factor of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static <F extends Factor> F named(F[] factors, String name) {
    return Arrays.stream(factors)
        .filter(factor -> factor.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no factor \"%s\" to intervene on; there are %s"
                        .formatted(
                            name,
                            Arrays.stream(factors)
                                .map(Factor::label)
                                .collect(Collectors.joining(", ")))));
  }
}

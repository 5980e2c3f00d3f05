package dev.telltale.dataset.check;

import java.util.List;

/**
 * How many pictures a class has.
 *
 * @param name of the class
 * @param pictures of it; 0 for a class that is declared and empty
 * @param bySplit of these in each of {@link Overview#splits}, in their order; the rest is in none
 */
public record ClassCount(String name, long pictures, List<Long> bySplit) {
  /** Copies the list. */
  public ClassCount {
    bySplit = List.copyOf(bySplit);
  }
}

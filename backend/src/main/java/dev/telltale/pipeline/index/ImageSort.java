package dev.telltale.pipeline.index;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The order of a list. Images of the same value stand in their order of arrival; those without a
 * mask score come last in both orders of it.
 */
public enum ImageSort {
  /** Last arrived first. */
  NEWEST("position", false),
  /** First arrived first. */
  OLDEST("position", true),
  /** Least sure first. */
  LOWEST_CONFIDENCE("confidence", true),
  /** Surest first. */
  HIGHEST_CONFIDENCE("confidence", false),
  /** Attention farthest from the object first. */
  LOWEST_MASK_SCORE("COALESCE(mask_score, 2)", true),
  /** Attention closest to the object first. */
  HIGHEST_MASK_SCORE("COALESCE(mask_score, -1)", false);

  private final String value;
  private final boolean rising;

  ImageSort(String value, boolean rising) {
    this.value = value;
    this.rising = rising;
  }

  /** As in REST: {@code lowest-confidence}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /**
   * The order of a name.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  public static ImageSort of(String label) {
    return Arrays.stream(values())
        .filter(sort -> sort.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no order "
                        + label
                        + "; there are: "
                        + Arrays.stream(values())
                            .map(ImageSort::label)
                            .collect(Collectors.joining(", "))));
  }

  /** The column or expression that the order goes by; there is an index on each. */
  String value() {
    return value;
  }

  /** {@code ORDER BY} for this order, or for its reverse. */
  String orderBy(boolean reverse) {
    String direction = rising != reverse ? " ASC" : " DESC";
    return " ORDER BY " + value + direction + ", position" + direction;
  }

  /** The condition to come after a place in this order, or before it. */
  Where after(Where where, Place place, boolean reverse) {
    return where.andAll(
        "(" + value + ", position) " + (rising != reverse ? ">" : "<") + " (?, ?)",
        place.value(),
        place.position());
  }

  /**
   * A place in an order: what a page's cursor says.
   *
   * @param value that the order goes by
   * @param position of the image
   */
  public record Place(double value, long position) {
    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Place of(String cursor) {
      String[] parts = cursor.split(":", -1);
      try {
        if (parts.length == 2) {
          return new Place(Double.parseDouble(parts[0]), Long.parseLong(parts[1]));
        }
      } catch (NumberFormatException e) {
        // Said below, as for any other text.
      }
      throw new IllegalArgumentException("The cursor " + cursor + " is not the `next` of a page.");
    }

    /** The cursor. */
    public String cursor() {
      return value + ":" + position;
    }
  }
}

package dev.telltale.pipeline.index;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The order of a list. Images of the same value stand in their order of arrival; those without a
 * mask score, or a spuriosity, come last in both orders of it.
 */
public enum ImageSort {
  /** Last arrived first. */
  NEWEST((columns, row) -> row, false),
  /** First arrived first. */
  OLDEST((columns, row) -> row, true),
  /** Least sure first. */
  LOWEST_CONFIDENCE(Columns::confidence, true),
  /** Surest first. */
  HIGHEST_CONFIDENCE(Columns::confidence, false),
  /** Attention farthest from the object first. */
  LOWEST_MASK_SCORE((columns, row) -> maskScore(columns, row, 2), true),
  /** Attention closest to the object first. */
  HIGHEST_MASK_SCORE((columns, row) -> maskScore(columns, row, -1), false),
  /** Weakest cues first. */
  LOWEST_SPURIOSITY((columns, row) -> spuriosity(columns, row, Double.POSITIVE_INFINITY), true),
  /** Strongest cues first. */
  HIGHEST_SPURIOSITY((columns, row) -> spuriosity(columns, row, Double.NEGATIVE_INFINITY), false);

  private final Value value;
  private final boolean rising;

  /** What an order goes by. */
  private interface Value {
    double of(Columns columns, int row);
  }

  ImageSort(Value value, boolean rising) {
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

  /** The value that the order goes by. */
  double value(Columns columns, int row) {
    return value.of(columns, row);
  }

  /** Whether small values come first. */
  boolean rising() {
    return rising;
  }

  /** Whether the order is that of arrival, forward or backward. */
  boolean byArrival() {
    return this == NEWEST || this == OLDEST;
  }

  private static double maskScore(Columns columns, int row, double whenAbsent) {
    double score = columns.maskScore(row);
    return Double.isNaN(score) ? whenAbsent : score;
  }

  private static double spuriosity(Columns columns, int row, double whenAbsent) {
    double spuriosity = columns.spuriosity(row);
    return Double.isNaN(spuriosity) ? whenAbsent : spuriosity;
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

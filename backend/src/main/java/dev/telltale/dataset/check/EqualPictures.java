package dev.telltale.dataset.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pictures whose files hold the same bytes. (The same pixels in another format, size or compression
 * are other bytes, and not found.)
 *
 * @param sha256 of the bytes, in hex
 * @param count how many there are
 * @param acrossSplits whether they lie in more than one split: what is tested was trained on
 * @param contradictory whether they have more than one label
 * @param copies the first of them, at most {@link #LISTED}
 */
public record EqualPictures(
    String sha256, int count, boolean acrossSplits, boolean contradictory, List<Copy> copies) {
  /** Copies that are listed one by one. */
  public static final int LISTED = 20;

  /**
   * One of them.
   *
   * @param id of the picture
   * @param label null if unknown
   * @param split null if none
   */
  public record Copy(String id, @Nullable String label, @Nullable String split) {}

  /** Copies the list. */
  public EqualPictures {
    copies = List.copyOf(copies);
  }
}

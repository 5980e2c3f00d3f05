package dev.telltale.dataset;

import dev.telltale.image.Box;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in each picture of a data set its object lies, asked for when needed: the rows of a table
 * hold nothing of it.
 */
public interface Regions {
  /** Nothing is known. */
  Regions NONE = new Regions() {};

  /**
   * The file of the object's mask.
   *
   * @param row in the order of the files that list the pictures
   * @param id of the picture
   * @return null if there is none
   */
  default @Nullable Path mask(int row, String id) {
    return null;
  }

  /** Whether masks are kept at another size than their pictures, though of the same proportions. */
  default boolean scaled() {
    return false;
  }

  /** The boxes that together hold the object; empty if there are none. */
  default List<Box> boxes(int row) {
    return List.of();
  }

  /**
   * Masks of named parts, such as {@code eyes}; a part may have several files, of which it is the
   * union, and is left out where the picture does not show it.
   */
  default Map<String, List<Path>> parts(int row, String id) {
    return Map.of();
  }

  /**
   * The same with another mask.
   *
   * @param region one of those that {@link #parts} names
   * @throws IllegalArgumentException if there is no such region or no single file holds it; the
   *     message tells which can be chosen
   */
  default Regions choose(String region) {
    throw new IllegalArgumentException(
        "there is no region \"" + region + "\": the parts of its pictures have no names");
  }

  /**
   * Whether the masks of parts show the picture as a network sees it rather than the whole: its
   * shorter side brought to 256 pixels, and of that the central square of 224.
   */
  default boolean croppedParts() {
    return false;
  }
}

package dev.telltale.dataset;

import dev.telltale.image.Box;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One picture of a data set and what is known about it.
 *
 * @param id the picture's path below the data set's root, with {@code /} between names
 * @param image the picture's file
 * @param label the class it belongs to, or null if unknown
 * @param groups values of attributes by which figures are split, such as {@code place → water}; not
 *     the label; never null, may be empty
 * @param mask the file of the object's mask (bright inside), or null
 * @param boxes that together hold the object, where there is no mask; never null, may be empty
 * @param split train, val, test or what the data set calls it, or null
 */
public record Sample(
    String id,
    Path image,
    @Nullable String label,
    Map<String, String> groups,
    @Nullable Path mask,
    List<Box> boxes,
    @Nullable String split) {

  /** Copies groups and boxes. */
  public Sample {
    groups = Map.copyOf(groups);
    boxes = List.copyOf(boxes);
  }
}

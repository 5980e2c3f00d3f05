package dev.telltale.dataset.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many pictures one combination of label and groups has.
 *
 * @param values of the label and of each group, by name, in the order of {@link Groups#by}
 * @param pictures that have them all
 * @param share of the pictures of which label and groups are known, from 0 to 1
 */
public record GroupCount(Map<String, String> values, long pictures, double share) {
  /** Copies the values, in their order. */
  public GroupCount {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}

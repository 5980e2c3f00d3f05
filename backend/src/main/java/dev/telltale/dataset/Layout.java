package dev.telltale.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a data set lies in its directory. */
public enum Layout {
  /** One directory per class, with or without a directory per split above them. */
  IMAGEFOLDER,
  /** The {@code metadata.csv} of group_DRO's Waterbirds, with paths, labels, places and splits. */
  WATERBIRDS;

  /** The name in configuration and flags, such as {@code imagefolder}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The layout of a name.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  public static Layout of(String label) {
    for (Layout layout : values()) {
      if (layout.label().equalsIgnoreCase(label)) {
        return layout;
      }
    }
    String known = Arrays.stream(values()).map(Layout::label).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("no layout \"" + label + "\"; there are: " + known);
  }
}

package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Factor;
import java.util.List;

/** What can be changed in a picture of a place by itself. */
public enum PlaceFactor implements Factor {
  /** Clear land or clear water, below the same sky. */
  PLACE;

  @Override
  public List<String> choices() {
    return List.of("land", "water");
  }
}

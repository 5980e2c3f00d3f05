package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Factor;
import java.util.List;

/** What can be changed in a scene by itself. */
public enum BirdFactor implements Factor {
  /** Clear land or clear water around the same bird. */
  PLACE("land", "water"),
  /** The same individual as a bird of the other family, in its own plumage; the label follows. */
  SHAPE("landbird", "waterbird"),
  /** The colours and bars that it would have in the other family; the label stays. */
  PLUMAGE("landbird", "waterbird"),
  /** The hue of the feathers, in strong colour; light and dark, bars, bill and legs stay. */
  COLOUR("red", "yellow", "green", "cyan", "blue", "magenta"),
  /** The middle of the body: X,Y, each from -1 (left, top) to 1. */
  POSITION();

  private final List<String> values;

  BirdFactor(String... values) {
    this.values = List.of(values);
  }

  @Override
  public List<String> choices() {
    return values;
  }

  /** X and Y of a position. */
  static double[] position(String value) {
    String[] parts = value.split(",", -1);
    try {
      double x = Double.parseDouble(parts[0]);
      double y = Double.parseDouble(parts[parts.length - 1]);
      if (parts.length == 2 && Math.abs(x) <= 1 && Math.abs(y) <= 1) {
        return new double[] {x, y};
      }
    } catch (NumberFormatException e) {
      // Said below, as for any other text that is no position.
    }
    throw new IllegalArgumentException(
        "a position is X,Y, each from -1 (left, top) to 1, not \"%s\"".formatted(value));
  }
}

package dev.telltale.dataset.shapes;

import dev.telltale.dataset.drawn.Draws;
import java.util.EnumMap;
import java.util.Map;

/**
 * Everything that is in a picture, before it is painted.
 *
 * @param choices of each factor, a place in its list
 * @param seed of all that no factor says: where the object is, its measures, the noise
 */
public record ShapeScene(Map<ShapeFactor, Integer> choices, long seed) {
  /** The share of grounds that have no texture, so that shapes can be learned without. */
  private static final double PLAIN = .4;

  public ShapeScene {
    choices = Map.copyOf(choices);
  }

  /** The scene number {@code index} of a seed; it does not depend on how many there are. */
  static ShapeScene draw(long seed, int index) {
    Map<ShapeFactor, Integer> choices = new EnumMap<>(ShapeFactor.class);
    for (ShapeFactor factor : ShapeFactor.values()) {
      Draws draws = Draws.of(seed, factor.ordinal()).split(index);
      int count = factor.choices().size();
      if (factor == ShapeFactor.TEXTURE) {
        boolean plain = draws.chance(PLAIN);
        choices.put(factor, plain ? count - 1 : (int) draws.uniform(0, count - 1));
      } else {
        choices.put(factor, (int) draws.uniform(0, count));
      }
    }
    return new ShapeScene(choices, Draws.of(seed, 10).split(index).next());
  }

  /** Its value of a factor. */
  public String value(ShapeFactor factor) {
    return factor.choices().get(choice(factor));
  }

  /**
   * This scene with one factor changed and everything else as it is.
   *
   * @throws IllegalArgumentException if the factor does not take the value
   */
  public ShapeScene with(ShapeFactor factor, String value) {
    Map<ShapeFactor, Integer> changed = new EnumMap<>(choices);
    changed.put(factor, factor.choice(value));
    return new ShapeScene(changed, seed);
  }

  int choice(ShapeFactor factor) {
    return choices.get(factor);
  }
}

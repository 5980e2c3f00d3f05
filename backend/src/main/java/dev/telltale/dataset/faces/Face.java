package dev.telltale.dataset.faces;

import java.util.EnumSet;
import java.util.Set;

/**
 * Everything that is in a picture of a face, before it is painted.
 *
 * @param traits what it has
 * @param tone of the skin, from 0 (dark) to 1 (pale)
 * @param seed of all that no trait says: where the head is, its measures, colours, the noise; none
 *     of these depends on the traits
 */
public record Face(Set<Trait> traits, double tone, long seed) {
  public Face {
    traits = Set.copyOf(traits);
  }

  /** Whether it has a trait. */
  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** This face with a trait or without it, and everything else as it is. */
  public Face with(Trait trait, boolean present) {
    Set<Trait> changed = EnumSet.noneOf(Trait.class);
    changed.addAll(traits);
    if (present) {
      changed.add(trait);
    } else {
      changed.remove(trait);
    }
    return new Face(changed, tone, seed);
  }
}

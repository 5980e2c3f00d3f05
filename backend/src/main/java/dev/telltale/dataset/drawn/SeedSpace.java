package dev.telltale.dataset.drawn;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What drawn pictures are for. Each use has seeds of its own: the pair of a space and a seed gives
 * a number that no other pair gives, so that a picture of one space is never one of another,
 * whatever their seeds are.
 */
public enum SeedSpace {
  /** To fit a network or a head. */
  TRAINING,
  /** To choose or to mend: thresholds, settings, a head tuned afterwards. */
  TUNING,
  /** To decide when training stops. */
  STOPPING,
  /** To report figures on; nothing is chosen by it. */
  REPORTING,
  /** To screen a finished model on, as the demo does. */
  SCREENING;

  /** The greatest seed. */
  public static final long MOST = (1L << 56) - 1;

  /**
   * The number from which the pictures of a seed are drawn in this space.
   *
   * @param seed from 0 to {@link #MOST}
   * @throws IllegalArgumentException if the seed is out of its range
   */
  public long of(long seed) {
    return (long) ordinal() << 56 | checked(seed);
  }

  /**
   * A seed that is in its range.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static long checked(long seed) {
    if (seed < 0 || seed > MOST) {
      throw new IllegalArgumentException(
          "the seed must be from 0 to %d, not %d".formatted(MOST, seed));
    }
    return seed;
  }

  /** The name, as it is typed. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The space of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SeedSpace named(String name) {
    return Arrays.stream(values())
        .filter(space -> space.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no seed space \"%s\"; there are %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(SeedSpace::label)
                                .collect(Collectors.joining(", ")))));
  }
}

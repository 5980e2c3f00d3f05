package dev.telltale.train;

import java.util.SplittableRandom;

/** Random numbers for each purpose, that depend on nothing but the seed and what they are for. */
final class Seeds {
  /** What random numbers are for; their places are part of what a seed means. */
  enum Purpose {
    ORDER,
    AUGMENTATION,
    LATENT_NOISE,
    ADVERSARY,
    STOPPING_ADVERSARY
  }

  private Seeds() {}

  static SplittableRandom random(long seed, Purpose purpose, long first, long second) {
    return new SplittableRandom(of(seed, purpose, first, second));
  }

  static long of(long seed, Purpose purpose, long first, long second) {
    long mixed = mix(seed + 0x9E3779B97F4A7C15L * (purpose.ordinal() + 1));
    mixed = mix(mixed ^ first);
    return mix(mixed + 0x9E3779B97F4A7C15L * (second + 1));
  }

  /** A permutation of the values, in place. */
  static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = values[i];
      values[i] = values[other];
      values[other] = kept;
    }
  }

  /** David Stafford's mix 13, as in SplitMix64. */
  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}

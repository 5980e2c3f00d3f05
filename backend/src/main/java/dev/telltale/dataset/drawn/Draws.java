package dev.telltale.dataset.drawn;

/**
 * A stream of random numbers that is the same everywhere: SplitMix64 (Steele, Lea, Flood 2014).
 * Streams are cheap, so that each use has its own and none shifts another's numbers.
 */
public final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;

  private long state;

  private Draws(long state) {
    this.state = state;
  }

  /** The stream number {@code stream} of a seed. */
  public static Draws of(long seed, long stream) {
    return new Draws(mix(mix(seed + GOLDEN) ^ (stream * GOLDEN + 1)));
  }

  /** The stream number {@code stream} of this one, whose own numbers it does not use up. */
  public Draws split(long stream) {
    return of(state, stream);
  }

  /** The next 64 bits. */
  public long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform from {@code low} (included) to {@code high}. */
  public double uniform(double low, double high) {
    return low + (next() >>> 11) * UNIT * (high - low);
  }

  /** True as often as {@code probability}, from 0 to 1, says. */
  public boolean chance(double probability) {
    return (next() >>> 11) * UNIT < probability;
  }

  /**
   * Near enough to a standard normal: the sum of four uniforms, never beyond ± 3.47. It needs no
   * logarithm, which would be slow and would have to be the strict one.
   */
  public double normal() {
    long z = next();
    long sum = (z & 0xFFFF) + (z >>> 16 & 0xFFFF) + (z >>> 32 & 0xFFFF) + (z >>> 48);
    return (sum - 2 * 65535) * (1.7320508075688772 / 65535.5);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

package dev.telltale.dataset.waterbirds;

/**
 * Which shares of the pictures are for training, for tuning and for reporting.
 *
 * @param train share of the split train, from 0 to 1
 * @param val share of the split val
 * @param test share of the split test; the three sum to 1
 */
public record Splits(double train, double val, double test) {
  /** Six tenths for training, two each for the others. */
  public static final Splits DEFAULT = new Splits(.6, .2, .2);

  /**
   * @throws IllegalArgumentException if a share is negative or they do not sum to 1
   */
  public Splits {
    if (!(train >= 0 && val >= 0 && test >= 0 && Math.abs(train + val + test - 1) < 1e-9)) {
      throw new IllegalArgumentException(
          "split shares must sum to 1: %s, %s, %s".formatted(train, val, test));
    }
  }

  /** 0, 1 or 2 for a number drawn from [0, 1). */
  int of(double drawn) {
    return drawn < train ? 0 : drawn < train + val ? 1 : 2;
  }
}

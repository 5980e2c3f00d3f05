package dev.telltale.stats;

/** What is compared item by item must have as many items on both sides. */
final class Pairs {
  private Pairs() {}

  static void check(int first, int second) {
    if (first != second) {
      throw new IllegalArgumentException(
          first + " values cannot be paired with " + second + ": both need one per item");
    }
  }
}

package dev.telltale.stats;

/**
 * How many predictions were right, of how many: the accuracy of a group of images.
 *
 * @param right in 0..n
 * @param n images of the group
 */
public record Accuracy(long right, long n) {

  /** No image yet. */
  public static final Accuracy NONE = new Accuracy(0, 0);

  public Accuracy {
    if (right < 0 || right > n) {
      throw new IllegalArgumentException(right + " right of " + n);
    }
  }

  /** With one image more. */
  public Accuracy plus(boolean isRight) {
    return new Accuracy(right + (isRight ? 1 : 0), n + 1);
  }

  /** The share that was right, in [0,1]; NaN without images. */
  public double value() {
    return (double) right / n;
  }

  /** The share with its {@link Wilson} interval at a confidence level in (0,1). */
  public Proportion interval(double level) {
    return Wilson.interval(right, n, level);
  }
}

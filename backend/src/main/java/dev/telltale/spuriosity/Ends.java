package dev.telltale.spuriosity;

import org.jspecify.annotations.Nullable;

/**
 * The images at both ends of a class's ranking. Where the class has fewer than 2k, each end is half
 * of it: an image at both ends would say nothing of their difference.
 *
 * @param classIndex the class
 * @param asked k, as many as were wanted at each end
 * @param low places of the images of lowest spuriosity, rising
 * @param high of the highest, rising; as many
 * @param missing why there are none; null where there are
 */
public record Ends(int classIndex, int asked, int[] low, int[] high, @Nullable String missing) {

  /**
   * Takes both ends.
   *
   * @param k at least 1; 10 in the paper, of 50 images
   */
  public static Ends of(Ranking ranking, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + "; it must be 1 or more");
    }
    int taken = Math.min(k, ranking.size() / 2);
    String missing =
        ranking.missing() != null
            ? ranking.missing()
            : taken == 0 ? "two images are needed, there is one" : null;
    return new Ends(
        ranking.classIndex(), k, ranking.lowest(taken), ranking.highest(taken), missing);
  }

  /** How many images each end has; fewer than asked where the class is small. */
  public int k() {
    return low.length;
  }
}

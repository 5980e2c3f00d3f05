package dev.telltale.features.head;

import ai.djl.Device;
import dev.telltale.model.LinearHead;

/**
 * The spurious gap of a head on held-out images (Moayeri et al. 2023, sec. 4.2): accuracy on those
 * of highest spuriosity minus accuracy on those of lowest, in percentage points.
 *
 * @param heldOut images that the head is not fitted on
 * @param low places of the lowest spuriosity, over all classes
 * @param high places of the highest
 */
public record SpuriousGap(Examples heldOut, int[] low, int[] high) {

  /** When a gap counts as closed. */
  public enum Closed {
    /** |gap| below the threshold, as the paper means it: neither cue nor its absence helps. */
    BY_SIZE,
    /** The gap with its sign below the threshold, as the authors' code tests it. */
    BY_VALUE
  }

  /** The gap of a head, −100 to 100; NaN when there are no low or no high images. */
  public double of(LinearHead head, Device device) {
    return of(Heads.right(heldOut, head, device));
  }

  /** The gap of known predictions: which of the held-out images are right. */
  public double of(boolean[] right) {
    return accuracy(right, high) - accuracy(right, low);
  }

  /**
   * Tuning that stops once the gap is closed, for {@link Sgd}. The gap that stopped the tuning was
   * selected: report it on other images.
   *
   * @param threshold percentage points; the paper's 5
   * @return goes on while the gap is not strictly below the threshold
   */
  public Sgd.Watch until(double threshold, Closed closed, Device device) {
    return epoch -> !closed(of(epoch.head(), device), threshold, closed);
  }

  /** Whether a gap is closed; one that is not known, NaN, is not. */
  public static boolean closed(double gap, double threshold, Closed closed) {
    return (closed == Closed.BY_SIZE ? Math.abs(gap) : gap) < threshold;
  }

  private static double accuracy(boolean[] right, int[] places) {
    boolean[] some = new boolean[places.length];
    for (int i = 0; i < places.length; i++) {
      some[i] = right[places[i]];
    }
    return Heads.percent(some);
  }
}

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

  /** The gap of a head, −100 to 100; NaN when there are no low or no high images. */
  public double of(LinearHead head, Device device) {
    return of(Heads.right(heldOut, head, device));
  }

  /** The gap of known predictions: which of the held-out images are right. */
  public double of(boolean[] right) {
    return accuracy(right, high) - accuracy(right, low);
  }

  /** Accuracy on both ends together, each counting the same, in percent. */
  public double ends(boolean[] right) {
    return (accuracy(right, high) + accuracy(right, low)) / 2;
  }

  private static double accuracy(boolean[] right, int[] places) {
    boolean[] some = new boolean[places.length];
    for (int i = 0; i < places.length; i++) {
      some[i] = right[places[i]];
    }
    return Heads.percent(some);
  }
}

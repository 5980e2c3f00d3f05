package dev.telltale.spuriosity;

import ai.djl.Device;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.SpuriousGap;
import dev.telltale.model.LinearHead;
import java.util.List;

/**
 * The images whose gap stops a tuning: neither tuned nor reported on. The gap is the mean over the
 * classes, each counting the same, as the one that is reported.
 *
 * @param images all of the split
 * @param ends of each class, in places among the images; those that are missing are left out
 */
record StoppingSplit(Examples images, List<Ends> ends) {
  /**
   * A head on the split.
   *
   * @param gap accuracy on the highest minus that on the lowest, −1 to 1
   * @param ends mean of the two, 0 to 1: what a head is worth where cues are as often missing as
   *     there
   * @param accuracy on the whole split, 0 to 1
   */
  record Measure(double gap, double ends, double accuracy) {}

  StoppingSplit {
    ends = ends.stream().filter(one -> one.missing() == null).toList();
    if (ends.isEmpty()) {
      throw new IllegalArgumentException("no class has a ranking on the images to stop by");
    }
  }

  /** Asks a head. */
  Measure of(LinearHead head, Device device) {
    boolean[] right = Heads.right(images, head, device);
    double gap = 0;
    double both = 0;
    for (Ends one : ends) {
      SpuriousGap of = new SpuriousGap(images, one.low(), one.high());
      gap += of.of(right) / ends.size();
      both += of.ends(right) / ends.size();
    }
    return new Measure(gap / 100, both / 100, Heads.percent(right) / 100);
  }
}

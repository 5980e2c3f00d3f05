package dev.telltale.spuriosity;

import ai.djl.Device;
import dev.telltale.features.head.Examples;
import dev.telltale.features.head.Heads;
import dev.telltale.features.head.SpuriousGap;
import dev.telltale.model.LinearHead;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The images whose gap stops a tuning: neither tuned nor reported on. The gap is the mean over the
 * classes, each counting the same, as the one that is reported.
 *
 * @param images all of the split
 * @param ends of each class, in places among the images; those that are missing have no gap
 */
record StoppingSplit(Examples images, List<Ends> ends) {
  /**
   * A head on the split.
   *
   * @param gap accuracy on the highest minus that on the lowest, −1 to 1
   * @param accuracy on the whole split, 0 to 1
   * @param classes of each class the mean accuracy of both ends, 0 to 1: what the head is worth
   *     where cues are as often missing as there; of one without ends accuracy on its images
   */
  record Measure(double gap, double accuracy, List<Double> classes) {
    /** What classes lose from another measure to this: the mean, where none gains. */
    double lost(Measure from) {
      double lost = 0;
      for (int c = 0; c < classes.size(); c++) {
        lost += Math.max(0, from.classes.get(c) - classes.get(c)) / classes.size();
      }
      return lost;
    }
  }

  StoppingSplit {
    ends = List.copyOf(ends);
    if (ends.stream().allMatch(one -> one.missing() != null)) {
      throw new IllegalArgumentException("no class has a ranking on the images to stop by");
    }
  }

  /** Asks a head. */
  Measure of(LinearHead head, Device device) {
    boolean[] right = Heads.right(images, head, device);
    List<Double> gaps = new ArrayList<>();
    List<Double> classes = new ArrayList<>();
    for (Ends one : ends) {
      if (one.missing() == null) {
        SpuriousGap of = new SpuriousGap(images, one.low(), one.high());
        gaps.add(of.of(right) / 100);
        classes.add(of.ends(right) / 100);
      } else {
        accuracy(one.classIndex(), right).ifPresent(classes::add);
      }
    }
    double gap = gaps.stream().mapToDouble(of -> of).average().orElseThrow();
    return new Measure(gap, Heads.percent(right) / 100, classes);
  }

  /** Of one class; empty where it has no image. */
  private OptionalDouble accuracy(int classIndex, boolean[] right) {
    return IntStream.range(0, right.length)
        .filter(place -> images.label(place) == classIndex)
        .mapToDouble(place -> right[place] ? 1 : 0)
        .average();
  }
}

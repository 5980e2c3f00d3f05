package dev.telltale.spuriosity;

import dev.telltale.stats.Estimate;
import dev.telltale.stats.PairedDifference;
import dev.telltale.stats.Pearson;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How much a model loses when one kind of information is taken from the region of a feature, on the
 * images of a class that activate it most (Moayeri et al. 2023, app. B, fig. 10 and 11).
 *
 * @param classIndex the class
 * @param feature the channel
 * @param corruption what was taken
 * @param change of the model's being right on each image
 * @param rightBefore how many it gets right as they are
 */
public record RegionSensitivity(
    int classIndex, int feature, Corruption corruption, PairedDifference change, int rightBefore) {
  /** The paper's number of images: about the highest twentieth of a class of ImageNet. */
  public static final int IMAGES = 65;

  /**
   * Compares.
   *
   * @param before whether the model gets each image right as it is; at least one
   * @param after the same with the region corrupted
   */
  public static RegionSensitivity of(
      int classIndex, int feature, Corruption corruption, boolean[] before, boolean[] after) {
    int right = 0;
    for (boolean one : before) {
      right += one ? 1 : 0;
    }
    return new RegionSensitivity(
        classIndex, feature, corruption, PairedDifference.of(before, after), right);
  }

  /** Drop of accuracy with its interval; below 0 where the feature hurt. */
  public Estimate drop(double level) {
    return change.drop(level);
  }

  /** Drop over the accuracy before; empty where that is 0 and there was nothing to lose. */
  public OptionalDouble relative() {
    return rightBefore == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (change.lost() - change.gained()) / rightBefore);
  }

  /**
   * The correlation of two models' drops over the same classes, features and corruptions (.724 in
   * the paper).
   *
   * @throws IllegalArgumentException if they are not of the same ones in the same order
   */
  public static Pearson correlation(List<RegionSensitivity> one, List<RegionSensitivity> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      if (i >= one.size() || i >= other.size() || !one.get(i).sameAs(other.get(i))) {
        throw new IllegalArgumentException("the models were asked about different features");
      }
    }
    return Pearson.of(drops(one), drops(other));
  }

  private boolean sameAs(RegionSensitivity other) {
    return classIndex == other.classIndex
        && feature == other.feature
        && corruption == other.corruption;
  }

  private static double[] drops(List<RegionSensitivity> all) {
    return all.stream()
        .mapToDouble(one -> (double) (one.change.lost() - one.change.gained()) / one.change.n())
        .toArray();
  }
}

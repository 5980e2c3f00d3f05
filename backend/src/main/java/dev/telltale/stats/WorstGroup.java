package dev.telltale.stats;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The group of images with the lowest accuracy (worst-group accuracy: Sagawa et al. 2020, "Group
 * DRO"). The lowest of many is low by chance alone where groups are small, so small ones are left
 * out: those under 30 images on the live page, under 1 % of the images in Attention-IoU.
 */
public final class WorstGroup {
  private WorstGroup() {}

  /**
   * The worst of some groups; the first of those equally bad.
   *
   * @param accuracy of a group
   * @param fewest groups with fewer images, and always those with none, are left out
   * @return empty when no group is large enough
   */
  public static <G> Optional<G> among(
      Iterable<G> groups, Function<? super G, Accuracy> accuracy, long fewest) {
    @Nullable G worst = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (G group : groups) {
      Accuracy candidate = accuracy.apply(group);
      if (candidate.n() >= fewest && candidate.value() < lowest) {
        lowest = candidate.value();
        worst = group;
      }
    }
    return Optional.ofNullable(worst);
  }
}

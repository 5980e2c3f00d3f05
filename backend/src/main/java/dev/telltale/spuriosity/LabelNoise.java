package dev.telltale.spuriosity;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Images whose label may be wrong (Moayeri et al. 2023, sec. 5): where models are worse with the
 * cue than without it, the cue often belongs to another object that is in the picture too, and the
 * pictures in which it is strongest may be labelled by the wrong one.
 *
 * @param classIndex the class
 * @param gap the negative gap, mean over the models
 * @param places of its images of highest spuriosity, the highest first
 */
public record LabelNoise(int classIndex, double gap, int[] places) {
  /** The paper looks at classes with gaps below −20 %. */
  public static final double GAP = -0.2;

  /** The paper looks at the tenth of the images with the highest spuriosity. */
  public static final double SHARE = 0.1;

  /**
   * Flags a class's images.
   *
   * @param gaps of each model on this class
   * @param most flags only a mean gap of at most this, below 0
   * @param share of the class's images that is flagged, in (0,1]; at least one image is
   */
  public static Optional<LabelNoise> of(
      Ranking ranking, List<ClassGap> gaps, double most, double share) {
    double mean = gaps.stream().mapToDouble(ClassGap::value).average().orElse(0);
    if (mean > most || mean >= 0) {
      return Optional.empty();
    }
    int[] highest = ranking.highest(Math.max(1, (int) Math.round(share * ranking.size())));
    int last = highest.length - 1;
    int[] falling = IntStream.rangeClosed(0, last).map(i -> highest[last - i]).toArray();
    return Optional.of(new LabelNoise(ranking.classIndex(), mean, falling));
  }
}

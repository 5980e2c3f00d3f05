package dev.telltale.spuriosity;

import dev.telltale.stats.Proportion;
import dev.telltale.stats.Wilson;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a head is worth on a split: before tuning, and after it (Moayeri et al. 2023, fig. 8).
 *
 * @param accuracy over all images of the split
 * @param gaps the spurious gaps
 * @param curve accuracy against spuriosity rank
 * @param right which images it gets right, by place
 */
public record HeadFigures(Proportion accuracy, ModelGaps gaps, RankCurve curve, boolean[] right) {
  /** Parts of the curve. */
  public static final int PARTS = 10;

  /**
   * Measures.
   *
   * @param rankings of the split's classes
   * @param k images at each end
   * @param level confidence of the intervals, in (0,1)
   */
  public static HeadFigures of(
      List<Ranking> rankings, Predictions predictions, int k, double level) {
    boolean[] right = predictions.right();
    List<Ends> ends = rankings.stream().map(ranking -> Ends.of(ranking, k)).toList();
    long hits = IntStream.range(0, right.length).filter(i -> right[i]).count();
    return new HeadFigures(
        Wilson.interval(hits, right.length, level),
        ModelGaps.of(ends, predictions, level),
        RankCurve.of(rankings, right, PARTS, level),
        right);
  }

  /** The images that were wrong before and are right now. */
  public int[] repaired(HeadFigures before) {
    return changed(before, true);
  }

  /** The images that were right before and are wrong now. */
  public int[] broken(HeadFigures before) {
    return changed(before, false);
  }

  private int[] changed(HeadFigures before, boolean now) {
    return IntStream.range(0, right.length)
        .filter(i -> right[i] == now && before.right[i] != now)
        .toArray();
  }
}

package dev.telltale.spuriosity;

import dev.telltale.stats.Proportion;
import dev.telltale.stats.Wilson;
import java.util.ArrayList;
import java.util.List;

/**
 * Accuracy against spuriosity rank (Moayeri et al. 2023, fig. 8 right): the ranks of each class are
 * cut into as many parts as equal as can be, and the same parts of all classes are put together. A
 * model that needs no cue has a flat curve.
 *
 * @param parts from the lowest spuriosity to the highest, with Wilson's intervals
 */
public record RankCurve(List<Proportion> parts) {
  /** Copies the parts. */
  public RankCurve {
    parts = List.copyOf(parts);
  }

  /**
   * Draws a model's curve.
   *
   * @param rankings those that are missing are left out
   * @param right whether the model gets an example right, by place
   * @param count how many parts, at least 1
   * @param level confidence of the intervals, in (0,1)
   */
  public static RankCurve of(List<Ranking> rankings, boolean[] right, int count, double level) {
    long[] hits = new long[count];
    long[] images = new long[count];
    for (Ranking ranking : rankings) {
      for (int rank = 0; rank < ranking.size(); rank++) {
        int part = (int) ((long) rank * count / ranking.size());
        images[part]++;
        hits[part] += right[ranking.order()[rank]] ? 1 : 0;
      }
    }
    List<Proportion> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(Wilson.interval(hits[i], images[i], level));
    }
    return new RankCurve(parts);
  }
}

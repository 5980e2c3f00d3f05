package dev.telltale.screening;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One scored image as the running metrics see it.
 *
 * @param label the data set's class; null when unknown
 * @param groups attribute to value, e.g. place → water
 * @param right whether the prediction means the label; null when that cannot be said
 * @param maskScore in [0,1]; null when unknown
 * @param uniformMaskScore null without a mask
 * @param rank where its spuriosity stands; null when unknown
 * @param latencyMillis from capture to score; null when unknown
 * @param scoredAt when
 */
public record Observation(
    @Nullable String label,
    Map<String, String> groups,
    @Nullable Boolean right,
    @Nullable Double maskScore,
    @Nullable Double uniformMaskScore,
    @Nullable Rank rank,
    @Nullable Double latencyMillis,
    Instant scoredAt) {

  /**
   * Where the spuriosity of an image stands.
   *
   * @param predictedIndex the model's class
   * @param percentile in [0,1]
   * @param reference identity of that against which it was ranked
   */
  public record Rank(int predictedIndex, double percentile, String reference) {}
}

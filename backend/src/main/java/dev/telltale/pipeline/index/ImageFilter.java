package dev.telltale.pipeline.index;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which images a list holds; a null asks nothing.
 *
 * @param screening {@code dataset/modelHash}
 * @param label the data set's class
 * @param predicted the model's class
 * @param group name of a group, as in {@code ScreeningMetrics.Group}
 * @param right only right or only wrong predictions
 * @param minConfidence in [0,1]
 * @param maxConfidence in [0,1]
 * @param minMaskScore in [0,1]
 * @param maxMaskScore in [0,1]
 * @param minPercentile in [0,1]
 * @param maxPercentile in [0,1]
 * @param scoredFrom at or after
 * @param scoredTo before
 */
public record ImageFilter(
    @Nullable String screening,
    @Nullable String label,
    @Nullable String predicted,
    @Nullable String group,
    @Nullable Boolean right,
    @Nullable Double minConfidence,
    @Nullable Double maxConfidence,
    @Nullable Double minMaskScore,
    @Nullable Double maxMaskScore,
    @Nullable Double minPercentile,
    @Nullable Double maxPercentile,
    @Nullable Instant scoredFrom,
    @Nullable Instant scoredTo) {

  /** Every image. */
  public static final ImageFilter ALL =
      new ImageFilter(null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** Whether the kind of an image tells all that is asked. */
  boolean byKind() {
    return predicted == null
        && minConfidence == null
        && maxConfidence == null
        && minMaskScore == null
        && maxMaskScore == null
        && minPercentile == null
        && maxPercentile == null
        && scoredFrom == null
        && scoredTo == null;
  }

  /** Whether images of a kind are in the list, as far as the kind tells. */
  boolean matches(Columns.Kind kind) {
    return asks(screening, kind.screening())
        && asks(label, kind.label())
        && asks(group, kind.group())
        && asks(right, kind.right());
  }

  private static boolean asks(@Nullable Object asked, @Nullable Object value) {
    return asked == null || asked.equals(value);
  }
}

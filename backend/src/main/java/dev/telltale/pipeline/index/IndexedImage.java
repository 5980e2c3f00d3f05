package dev.telltale.pipeline.index;

import dev.telltale.kafka.event.ImageScore;
import org.jspecify.annotations.Nullable;

/**
 * A score as the index holds it.
 *
 * @param key what identifies it
 * @param position its place in the order of arrival; pages go by it
 * @param score the record from {@code telltale.scores}
 * @param right whether the prediction means the label, by the data set's class map; null when that
 *     cannot be said
 */
public record IndexedImage(ImageKey key, long position, ImageScore score, @Nullable Boolean right) {

  /** {@code dataset/modelHash}. */
  public String screening() {
    return score.dataset() + "/" + score.modelHash();
  }
}

package dev.telltale.pipeline.index;

import dev.telltale.kafka.event.ImageScore;
import org.jspecify.annotations.Nullable;

/** Says whether a score's prediction means its label. */
public interface Judge {
  /** Whether it does; null when that cannot be said. */
  @Nullable Boolean right(ImageScore score);

  /** The model whose scores it speaks of. */
  String modelHash();

  /** Changes when it would answer differently. */
  String version();
}

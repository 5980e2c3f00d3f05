package dev.telltale.pipeline;

import dev.telltale.kafka.event.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Images whose scores this member wrote lately, and from which record. The index reads a score back
 * a moment after it was written; an event that repeats an image within that moment is known from
 * here.
 */
final class WrittenLately {
  private static final int MOST = 10_000;

  private final Map<String, Source> sources =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Source> eldest) {
          return size() > MOST;
        }
      };

  void add(String image, Source source) {
    sources.put(image, source);
  }

  /** The record that an image was scored from; null when it was not, or long ago. */
  @Nullable Source source(String image) {
    return sources.get(image);
  }
}

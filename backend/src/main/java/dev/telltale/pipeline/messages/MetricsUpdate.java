package dev.telltale.pipeline.messages;

import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.screening.ScreeningMetrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changed in the running metrics since the last update.
 *
 * @param screenings those that changed, whole
 * @param images newly scored, oldest first; of very many the newest
 * @param rejects dead letters by reason, all of them; null when they did not change
 */
public record MetricsUpdate(
    List<ScreeningMetrics> screenings,
    List<IndexedImage> images,
    @Nullable Map<String, Long> rejects) {}

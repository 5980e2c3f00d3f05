package dev.telltale.web;

import dev.telltale.screening.ScreeningMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The running metrics as gauges for Prometheus. */
final class Meters {
  private final MultiGauge scored;
  private final MultiGauge accuracy;
  private final MultiGauge maskScore;
  private final MultiGauge rejects;

  Meters(MeterRegistry registry) {
    scored = gauge(registry, "telltale.images.scored", "Images scored.");
    accuracy = gauge(registry, "telltale.accuracy", "Share of right predictions, by group.");
    maskScore = gauge(registry, "telltale.mask.score", "Mean Attention-IoU mask score.");
    rejects = gauge(registry, "telltale.images.rejected", "Dead letters, by reason.");
  }

  /** Sets every gauge from the state. */
  void update(LiveState state) {
    List<MultiGauge.Row<?>> scoredRows = new ArrayList<>();
    List<MultiGauge.Row<?>> accuracyRows = new ArrayList<>();
    List<MultiGauge.Row<?>> maskRows = new ArrayList<>();
    for (ScreeningMetrics screening : state.screeningsAfter(-1)) {
      Tags tags = Tags.of("dataset", screening.dataset(), "model", screening.modelHash());
      scoredRows.add(MultiGauge.Row.of(tags, screening.scored()));
      for (ScreeningMetrics.Group group : screening.groups()) {
        accuracyRows.add(
            MultiGauge.Row.of(tags.and("group", group.name()), group.accuracy().value()));
      }
      if (screening.maskScore() != null) {
        maskRows.add(MultiGauge.Row.of(tags, screening.maskScore().mean()));
      }
    }
    scored.register(scoredRows, true);
    accuracy.register(accuracyRows, true);
    maskScore.register(maskRows, true);
    List<MultiGauge.Row<?>> rejectRows = new ArrayList<>();
    for (Map.Entry<String, Long> reason : state.rejects().byReason().entrySet()) {
      rejectRows.add(MultiGauge.Row.of(Tags.of("reason", reason.getKey()), reason.getValue()));
    }
    rejects.register(rejectRows, true);
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }
}

package dev.telltale.web;

import dev.telltale.kafka.event.TrainingReport;
import dev.telltale.pipeline.Training;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code TrainingSummary} of the contract: where a training stands, without its history. */
record TrainingSummary(
    String run,
    TrainingReport.Kind kind,
    TrainingReport.State state,
    boolean silent,
    String dataset,
    int images,
    int epochs,
    Instant startedAt,
    Instant updatedAt,
    TrainingReport.@Nullable Epoch last,
    TrainingReport.@Nullable Current current,
    @Nullable Double secondsLeft,
    @Nullable String bundle,
    @Nullable String message,
    boolean diverged) {

  static TrainingSummary of(Training training, Instant now) {
    TrainingReport report = training.report();
    List<TrainingReport.Epoch> history = report.history();
    return new TrainingSummary(
        report.run(),
        report.kind(),
        report.state(),
        training.silent(now),
        report.dataset(),
        report.images(),
        report.epochs(),
        report.startedAt(),
        report.updatedAt(),
        history.isEmpty() ? null : history.get(history.size() - 1),
        report.current(),
        report.secondsLeft(),
        report.bundle(),
        report.message(),
        Boolean.TRUE.equals(report.diverged()));
  }
}

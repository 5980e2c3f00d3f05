package dev.telltale.pipeline;

import dev.telltale.kafka.event.TrainingReport;
import dev.telltale.train.TrainingProgress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a training says of itself, as the event contract has it. */
final class TrainingReports {
  private TrainingReports() {}

  /**
   * The report of a progress.
   *
   * @param at when it is written
   * @throws dev.telltale.kafka.event.InvalidEventException if a name or a count is not allowed
   */
  static TrainingReport of(TrainingProgress progress, Instant at) {
    return new TrainingReport(
        progress.run(),
        TrainingReport.Kind.valueOf(progress.kind().name()),
        TrainingReport.State.valueOf(progress.state().name()),
        progress.dataSet(),
        progress.images(),
        progress.epochs(),
        Instant.ofEpochMilli(progress.startedAt()),
        at,
        progress.history().stream().map(TrainingReports::epoch).toList(),
        progress.current() == null ? null : current(progress.current()),
        finite(progress.secondsLeft()),
        progress.bundle(),
        line(progress.message()),
        progress.diverged() ? true : null);
  }

  private static TrainingReport.Epoch epoch(TrainingProgress.Epoch epoch) {
    return new TrainingReport.Epoch(
        epoch.epoch(),
        finite(epoch.loss()),
        finite(epoch.accuracy()),
        finite(epoch.stoppingLoss()),
        finite(epoch.stoppingAccuracy()),
        epoch.learningRate(),
        epoch.seconds());
  }

  private static TrainingReport.Current current(TrainingProgress.Current current) {
    return new TrainingReport.Current(
        current.epoch(),
        current.batch(),
        current.batches(),
        finite(current.loss()),
        finite(current.accuracy()),
        current.imagesPerSecond());
  }

  /** A training that diverges has losses that JSON cannot write. */
  private static @Nullable Double finite(@Nullable Double value) {
    return value != null && Double.isFinite(value) ? value : null;
  }

  private static @Nullable String line(@Nullable String message) {
    if (message == null) {
      return null;
    }
    String line = message.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (line.isEmpty()) {
      return null;
    }
    int most = TrainingReport.MAX_MESSAGE;
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }
}

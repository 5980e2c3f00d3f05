package dev.telltale.pipeline;

import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.UnitOrder;
import dev.telltale.audit.UnitTimes;
import dev.telltale.kafka.event.UnitOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who works on which unit of a stage, which ended last, and how fast that goes. Told by the
 * outcomes themselves, so that a new owner knows it too. Belongs to one thread.
 */
final class AuditTimeline {
  private final Map<UnitOrder, AuditProgress.Running> running = new HashMap<>();
  private final ArrayDeque<AuditProgress.Ended> lately = new ArrayDeque<>();
  private UnitTimes gaps = new UnitTimes();
  private @Nullable Instant lastEnd;
  private double meanSeconds = Double.NaN;

  /** Another stage begins: its pace is its own. */
  void nextStage() {
    running.clear();
    gaps = new UnitTimes();
    lastEnd = null;
    meanSeconds = Double.NaN;
  }

  void told(UnitOutcome outcome) {
    UnitOrder order = new UnitOrder(outcome.unit(), outcome.attempt());
    switch (outcome.kind()) {
      case STARTED ->
          running.put(
              order,
              new AuditProgress.Running(
                  outcome.stage(),
                  outcome.unit(),
                  outcome.attempt(),
                  outcome.worker(),
                  outcome.at()));
      case RETURNED -> running.remove(order);
      case DONE, THREW -> {
        running.keySet().removeIf(one -> one.unit() == outcome.unit());
        ended(outcome);
      }
    }
  }

  private void ended(UnitOutcome outcome) {
    lately.add(
        new AuditProgress.Ended(
            outcome.stage(),
            outcome.unit(),
            outcome.attempt(),
            outcome.worker(),
            outcome.at(),
            outcome.seconds(),
            outcome.error()));
    if (lately.size() > AuditProgress.LATELY) {
      lately.remove();
    }
    if (outcome.kind() == UnitOutcome.Kind.DONE) {
      meanSeconds =
          Double.isNaN(meanSeconds)
              ? outcome.seconds()
              : 0.8 * meanSeconds + 0.2 * outcome.seconds();
      if (lastEnd != null) {
        // Clocks of several workers: an end may seem to come before one that came first.
        gaps.add(Math.max(0, Duration.between(lastEnd, outcome.at()).toNanos() / 1e9));
      }
      lastEnd = lastEnd == null || outcome.at().isAfter(lastEnd) ? outcome.at() : lastEnd;
    }
  }

  /** The audit is paused: until it goes on again, nothing can be said of its pace. */
  void paused() {
    lastEnd = null;
  }

  /** How long a unit takes, in seconds; NaN while that is not known. */
  double meanSeconds() {
    return meanSeconds;
  }

  /**
   * How far the audit is.
   *
   * @param left units that are neither done nor set aside
   */
  AuditProgress progress(List<AuditProgress.Stage> stages, int stage, int left) {
    return new AuditProgress(
        stages,
        stage,
        gaps.perSecond(),
        gaps.left(left),
        running.values().stream()
            .sorted(Comparator.comparing(AuditProgress.Running::since))
            .toList(),
        List.copyOf(lately));
  }
}

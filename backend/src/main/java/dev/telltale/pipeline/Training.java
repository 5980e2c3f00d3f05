package dev.telltale.pipeline;

import dev.telltale.kafka.event.TrainingReport;
import dev.telltale.kafka.event.TrainingReport.State;
import java.time.Duration;
import java.time.Instant;

/**
 * A training as this member knows it.
 *
 * @param report what it last said
 * @param heardAt when it said so, by this member's clock where it listened
 */
public record Training(TrainingReport report, Instant heardAt) {
  /** A training that runs says something every ten seconds: three times that is too long. */
  public static final Duration SILENCE = Duration.ofSeconds(30);

  /** Whether it should run and has not been heard for too long: its process may have died. */
  public boolean silent(Instant now) {
    return running() && Duration.between(heardAt, now).compareTo(SILENCE) > 0;
  }

  /** Whether it runs, by what it last said. */
  public boolean running() {
    return report.state() == State.RUNNING;
  }
}

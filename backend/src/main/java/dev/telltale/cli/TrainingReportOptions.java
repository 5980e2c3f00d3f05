package dev.telltale.cli;

import dev.telltale.pipeline.TrainingReporter;
import dev.telltale.train.TrainingProgress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether and where a training tells how it goes, for the page <i>Training</i>. */
final class TrainingReportOptions {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description =
          "tell the Kafka broker there how the training goes, for the dashboard's page Training"
              + " (default: tell nobody)")
  private @Nullable String kafka;

  /** Who is told; close it when the training has ended. */
  interface Listener extends TrainingProgress.Listener, AutoCloseable {
    @Override
    void close();
  }

  /** Begins to tell whoever is to be told. */
  Listener open() {
    return kafka == null ? new Nobody() : new Broker(new TrainingReporter(kafka));
  }

  private record Nobody() implements Listener {
    @Override
    public void progressed(TrainingProgress progress) {}

    @Override
    public void close() {}
  }

  private record Broker(TrainingReporter reporter) implements Listener {
    @Override
    public void progressed(TrainingProgress progress) {
      reporter.progressed(progress);
    }

    @Override
    public void close() {
      reporter.close();
    }
  }
}

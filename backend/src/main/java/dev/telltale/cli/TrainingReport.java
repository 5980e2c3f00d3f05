package dev.telltale.cli;

import dev.telltale.train.TrainingProgress;
import dev.telltale.train.TrainingProgress.Current;
import dev.telltale.train.TrainingProgress.Epoch;
import dev.telltale.train.TrainingProgress.Listener;
import dev.telltale.train.TrainingSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A line for each epoch on standard error, and on a terminal one for the epoch under way. */
final class TrainingReport implements Listener, AutoCloseable {
  private static final int WIDTH = 20;

  private final TrainingSpec spec;
  private final @Nullable String stopOn;
  private final boolean terminal = Home.terminal();
  private int reported = -1;
  private boolean drawn;

  /**
   * @param stopOn name of the stopping split; null for none
   */
  TrainingReport(TrainingSpec spec, @Nullable String stopOn) {
    this.spec = spec;
    this.stopOn = stopOn;
  }

  @Override
  public void progressed(TrainingProgress progress) {
    int done = progress.history().size();
    if (reported < 0 && done > 0) {
      line("going on after epoch %d of %d".formatted(done, progress.epochs()));
    } else if (done > Math.max(reported, 0)) {
      line(epoch(progress.history().get(done - 1), progress));
    }
    reported = done;
    if (terminal && progress.current() != null) {
      draw(progress.current(), progress.secondsLeft());
    }
  }

  @Override
  public void close() {
    if (drawn) {
      System.err.print("\r\u001b[K");
      drawn = false;
    }
  }

  private String epoch(Epoch epoch, TrainingProgress progress) {
    StringBuilder line = new StringBuilder();
    line.append("epoch %d of %d: ".formatted(epoch.epoch(), progress.epochs()));
    line.append(figures(epoch.loss(), epoch.accuracy()));
    if (epoch.stoppingLoss() != null) {
      line.append("; " + stopOn + " ")
          .append(figures(epoch.stoppingLoss(), epoch.stoppingAccuracy()));
    }
    int used = progress.images() / spec.batch() * spec.batch();
    line.append(
        String.format(
            Locale.ROOT,
            "; %.1f s, %,.0f images a second",
            epoch.seconds(),
            used / epoch.seconds()));
    return line.toString();
  }

  private static String figures(double loss, @Nullable Double accuracy) {
    String text = String.format(Locale.ROOT, "loss %.4f", loss);
    return accuracy == null
        ? text
        : text + String.format(Locale.ROOT, ", %.1f %% right", 100 * accuracy);
  }

  private void draw(Current current, @Nullable Double secondsLeft) {
    int filled = WIDTH * current.batch() / current.batches();
    drawn = true;
    System.err.printf(
        Locale.ROOT,
        "\r%s%s epoch %d, %s; %,.0f images a second%s\u001b[K",
        "█".repeat(filled),
        "░".repeat(WIDTH - filled),
        current.epoch(),
        figures(current.loss(), current.accuracy()),
        current.imagesPerSecond(),
        secondsLeft == null ? "" : ", " + time(Math.round(secondsLeft)) + " left");
  }

  private static String time(long seconds) {
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private void line(String text) {
    close();
    System.err.println(text);
  }
}

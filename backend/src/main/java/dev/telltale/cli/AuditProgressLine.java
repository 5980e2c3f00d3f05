package dev.telltale.cli;

import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditProgress.Left;
import dev.telltale.audit.AuditProgress.Stage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far an audit is, on standard error: a line for each stage that ends, and on a terminal one
 * for the stage under way. The same for an audit of this process and for one of a server.
 */
final class AuditProgressLine implements AutoCloseable {
  private static final int WIDTH = 20;

  private final boolean terminal = Home.terminal();
  private int told;
  private boolean drawn;

  /** Shows it; what is older than what was shown before is passed over. */
  void show(AuditProgress progress) {
    while (told < progress.stage()) {
      line(ended(told, progress));
      told++;
    }
    if (terminal && progress.stage() == told && told < progress.stages().size()) {
      draw(progress);
    }
  }

  /** Says something else, without disturbing the progress. */
  void line(String text) {
    close();
    System.err.println(text);
  }

  @Override
  public void close() {
    if (drawn) {
      System.err.print("\r\u001b[K");
      drawn = false;
    }
  }

  static String ended(int place, AuditProgress progress) {
    Stage stage = progress.stages().get(place);
    String aside = stage.aside() == 0 ? "" : ", %,d set aside".formatted(stage.aside());
    return "stage %d of %d, %s: %,d %s done%s"
        .formatted(
            place + 1,
            progress.stages().size(),
            stage.name(),
            stage.done(),
            stage.done() == 1 ? "unit" : "units",
            aside);
  }

  private void draw(AuditProgress progress) {
    Stage stage = progress.stages().get(progress.stage());
    int units = stage.units() == null ? 0 : stage.units();
    int filled = units == 0 ? 0 : WIDTH * (stage.done() + stage.aside()) / units;
    drawn = true;
    System.err.printf(
        "\r%s%s %s\u001b[K", "█".repeat(filled), "░".repeat(WIDTH - filled), under(progress));
  }

  /** {@code stage 1 of 2, score: 24 of 48 units, 1.2 a second, 2:00 left (1:40 to 2:30)}. */
  static String under(AuditProgress progress) {
    Stage stage = progress.stages().get(progress.stage());
    String aside = stage.aside() == 0 ? "" : ", %,d set aside".formatted(stage.aside());
    return "stage %d of %d, %s: %s%s%s%s"
        .formatted(
            progress.stage() + 1,
            progress.stages().size(),
            stage.name(),
            stage.units() == null
                ? "being planned"
                : "%,d of %,d units".formatted(stage.done(), stage.units()),
            aside,
            pace(progress.unitsPerSecond()),
            left(progress.left()));
  }

  private static String pace(@Nullable Double perSecond) {
    if (perSecond == null || perSecond <= 0) {
      return "";
    }
    return perSecond >= 1
        ? String.format(Locale.ROOT, ", %.1f a second", perSecond)
        : String.format(Locale.ROOT, ", one in %.1f s", 1 / perSecond);
  }

  private static String left(@Nullable Left left) {
    return left == null
        ? ""
        : ", %s left (%s to %s)"
            .formatted(time(left.seconds()), time(left.low()), time(left.high()));
  }

  static String time(double exact) {
    long seconds = Math.round(exact);
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}

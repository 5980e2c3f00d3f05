package dev.telltale.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Bundle;
import dev.telltale.audit.Report.BundleFile;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import dev.telltale.stats.Proportion;
import dev.telltale.stats.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a training came to, or has come to so far, in tables and in sentences. */
final class TrainingAuditReport {
  private static final double LEVEL = 0.95;

  private final AuditedTraining training;
  private final AuditSpec spec;
  private final @Nullable TrainingState state;
  private final @Nullable JsonNode bundle;

  /**
   * @param state after the last epoch; null before the first one
   * @param bundle as {@link BundleUnit} tells of it; null before it is made
   */
  TrainingAuditReport(
      AuditedTraining training,
      AuditSpec spec,
      @Nullable TrainingState state,
      @Nullable JsonNode bundle) {
    this.training = training;
    this.spec = spec;
    this.state = state;
    this.bundle = bundle;
  }

  Report report() {
    String title =
        "Training of %s on %s"
            .formatted(
                switch (training.spec().objective().kind()) {
                  case CLASSIFIER -> "a classifier";
                  case ENCODER -> "an encoder";
                  case AUTOENCODER -> "an autoencoder";
                },
                spec.images().name());
    if (state == null) {
      return new Report(title, List.of("No epoch is done."), List.of());
    }
    List<Section> sections = new ArrayList<>();
    if (!state.history().isEmpty()) {
      sections.add(kept());
      sections.add(epochs());
    }
    return new Report(title, findings(), sections, bundles());
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>();
    int done = state.history().size();
    int all = training.spec().epochs();
    if (bundle != null) {
      findings.add(
          "%s is the network after epoch %d of %d; its hash is %s."
              .formatted(training.name(), best(), done, bundle.get("hash").textValue()));
    } else if (state.diverged() != null) {
      findings.add("It ended without a model: " + state.diverged() + ".");
    } else {
      findings.add("%d of %d epochs are done.".formatted(done, all));
    }
    if (done > 0) {
      Finished kept = state.history().get(best() - 1);
      findings.add(
          "Over the %,d pictures learnt from in that epoch, whole batches of %,d, the loss was %s%s."
              .formatted(
                  learnt(),
                  state.seen().learning(),
                  number(kept.loss()),
                  kept.accuracy() == null
                      ? ""
                      : " and %s of the answers were right".formatted(percent(kept.accuracy()))));
      if (kept.stoppingLoss() != null) {
        findings.add(
            "Over the %,d pictures of %s, which it did not learn from, the loss is %s%s."
                .formatted(
                    state.seen().stopping(),
                    stopOn(),
                    number(kept.stoppingLoss()),
                    stoppingWords(kept)));
      }
    }
    if (Learner.stoppedEarly(training.spec(), state.history())) {
      findings.add(
          "It stopped early: the loss over %s has not been lower than in epoch %d for %d epochs."
              .formatted(stopOn(), best(), done - best()));
    }
    if (state.seen().unreadable() > 0) {
      findings.add(
          "%,d pictures could not be read and were left out, such as %s."
              .formatted(state.seen().unreadable(), state.seen().examples().get(0)));
    }
    return findings;
  }

  private String stoppingWords(Finished kept) {
    Map<String, Double> each = kept.stoppingAccuracies();
    if (each == null || each.size() != 1) {
      return "";
    }
    Figure figure = stopping(each.keySet().iterator().next(), kept);
    return " and %s are right (%s to %s)"
        .formatted(percent(figure.value()), percent(figure.low()), percent(figure.high()));
  }

  private Section kept() {
    Finished kept = state.history().get(best() - 1);
    List<List<Cell>> rows = new ArrayList<>();
    kept.accuracies()
        .forEach(
            (column, accuracy) -> {
              List<Cell> row = new ArrayList<>(List.of(new Text(column), learnt(accuracy)));
              if (kept.stoppingAccuracies() != null) {
                row.add(stopping(column, kept));
              }
              rows.add(row);
            });
    List<Column> columns =
        new ArrayList<>(
            List.of(
                new Column("column", "What is told"),
                new Column("accuracy", "Accuracy while learning")));
    if (kept.stoppingAccuracies() != null) {
      columns.add(new Column("stoppingAccuracy", "Accuracy over " + stopOn()));
    }
    List<Table> tables =
        rows.isEmpty()
            ? List.of()
            : List.of(
                new Table("accuracies", "Accuracies of epoch %d".formatted(best()), columns, rows));
    return new Section(
        "The network that is kept",
        (state.seen().stopping() == 0
                ? "It is the one after the last epoch."
                : "It is the one after the epoch with the lowest loss over %s. That split chose it, so its figures are a little too good."
                    .formatted(stopOn()))
            + "\n\nWhile a network learns it changes from batch to batch: what was right then has no interval, since it is no estimate for one network. Intervals are Wilson's, of 95 % confidence.",
        tables,
        List.of());
  }

  private Section epochs() {
    boolean stops = state.seen().stopping() > 0;
    boolean answers = state.history().get(0).accuracy() != null;
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("epoch", "Epoch"));
    columns.add(new Column("loss", "Loss"));
    if (answers) {
      columns.add(new Column("accuracy", "Accuracy"));
    }
    if (stops) {
      columns.add(new Column("stoppingLoss", "Loss over " + stopOn()));
      if (answers) {
        columns.add(new Column("stoppingAccuracy", "Accuracy over " + stopOn()));
      }
    }
    columns.add(new Column("learningRate", "Learning rate at its end"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Finished one : state.history()) {
      List<Cell> row = new ArrayList<>();
      row.add(new Count(one.epoch()));
      row.add(learnt(one.loss()));
      if (answers) {
        row.add(learnt(one.accuracy()));
      }
      if (stops) {
        row.add(plain(one.stoppingLoss(), state.seen().stopping()));
        if (answers) {
          row.add(stopping(one));
        }
      }
      row.add(new Text(String.format(Locale.ROOT, "%.3g", one.learningRate())));
      rows.add(row);
    }
    return new Section(
        "Epochs",
        "What each pass over the pictures came to. A loss over a split is a mean over its pictures, of which only the means of batches are known, not how they spread: it has no interval. Of several columns accuracies are the mean of theirs, and have none either.",
        List.of(new Table("epochs", "Loss and accuracy of each epoch", columns, rows)),
        List.of());
  }

  private Figure learnt(@Nullable Double value) {
    return plain(value, learnt());
  }

  /** Pictures of an epoch: what is left over after the last whole batch is not used in it. */
  private int learnt() {
    int batch = training.spec().batch();
    return state.seen().learning() / batch * batch;
  }

  /** Over the stopping split: of one column with its interval. */
  private Figure stopping(Finished one) {
    Map<String, Double> each = one.stoppingAccuracies();
    return each != null && each.size() == 1
        ? stopping(each.keySet().iterator().next(), one)
        : plain(one.stoppingAccuracy(), state.seen().stopping());
  }

  private Figure stopping(String column, Finished one) {
    int n = state.seen().stoppingAnswered().getOrDefault(column, 0);
    Double accuracy = one.stoppingAccuracies().get(column);
    if (accuracy == null) {
      return plain(null, n);
    }
    Proportion proportion = Wilson.interval(Math.round(accuracy * n), n, LEVEL);
    return new Figure(accuracy, proportion.low(), proportion.high(), n, null);
  }

  private static Figure plain(@Nullable Double value, int n) {
    return value == null
        ? new Figure(Double.NaN, Double.NaN, Double.NaN, n, "no answer is known")
        : new Figure(value, Double.NaN, Double.NaN, n, null);
  }

  private List<Bundle> bundles() {
    if (bundle == null) {
      return List.of();
    }
    List<BundleFile> files = new ArrayList<>();
    for (JsonNode file : bundle.get("files")) {
      files.add(new BundleFile(file.get("name").textValue(), file.get("artifact").textValue()));
    }
    return List.of(
        new Bundle(bundle.get("name").textValue(), bundle.get("hash").textValue(), files));
  }

  private int best() {
    return Finished.best(state.history());
  }

  private String stopOn() {
    return String.valueOf(TrainingOptions.of(spec.options()).stopOn());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import java.util.ArrayList;
import java.util.List;

/** The part of the report on gaps: of models, between models, and of labels. */
record GapSections(AuditSubject subject, SpuriosityOptions options, JsonNode figures, Crops crops) {

  /** Pictures in the report's table. */
  private static final int MOST_FLAGGED = 1000;

  Section gaps() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode one : figures.get("rows")) {
      Figure gap = Cells.figure(one.get("gap"));
      long k = gap.n() / 2;
      rows.add(
          List.of(
              new Text(name(one.get("model").intValue())),
              new Text(label(one.get("class").intValue())),
              Cells.plain(one.get("high"), k),
              Cells.plain(one.get("low"), k),
              gap,
              Cells.plain(one.get("shrunk"), gap.n()),
              Cells.plain(one.get("p"), gap.n()),
              Cells.plain(one.get("adjusted"), gap.n()),
              new Text(one.get("neverPredicted").booleanValue() ? "never predicted" : "")));
    }
    return new Section(
        "Spurious gaps",
        "The gap is accuracy on the pictures of highest spuriosity minus that on those of lowest, with Newcombe's interval (%s). p is Fisher's exact test, adjusted over all classes and models by Benjamini and Hochberg. The shrunk gap is drawn towards the model's mean by as much as chance explains; sort by it. A class that a model gives to no picture has no gap for that reason alone."
            .formatted(Cells.percent(options.level())),
        List.of(
            new Table(
                "gaps",
                figures.get("gaps").intValue() == rows.size()
                    ? "The gap of each model on each class."
                    : "The %,d largest of %,d gaps, by the shrunk ones; the document gaps has all."
                        .formatted(rows.size(), figures.get("gaps").intValue()),
                Cells.columns(
                    "model:Model",
                    "class:Class",
                    "high:Highest",
                    "low:Lowest",
                    "gap:Gap",
                    "shrunk:Shrunk",
                    "p:p",
                    "adjusted:p adjusted",
                    "note:Note"),
                rows)),
        List.of());
  }

  Section models() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode model : figures.get("models")) {
      long n = model.get("mean").get("n").longValue() / 2;
      rows.add(
          List.of(
              new Text(model.get("name").textValue()),
              Cells.figure(model.get("mean")),
              Cells.plain(model.get("accuracyHigh"), n),
              Cells.plain(model.get("accuracyLow"), n),
              known(
                  model.get("robustness"),
                  figures.get("models").size(),
                  model.get("robustnessWhy"))));
    }
    JsonNode pairs = figures.get("correlation");
    JsonNode variance = figures.get("variance");
    int count = figures.get("models").size();
    List<Cell> between =
        List.of(
            known(pairs.get("mean"), pairs.get("classes").longValue(), pairs.get("why")),
            known(variance.get("classes"), count, variance.get("why")),
            known(variance.get("models"), count, variance.get("why")));
    return new Section(
        "Models",
        "Every class counts the same in the means. Effective robustness is how far accuracy on the lowest is above the line through the other models. Gaps of two models are correlated over classes on disjoint halves of the pictures.",
        List.of(
            new Table(
                "models",
                "Mean gap and accuracies of each model.",
                Cells.columns(
                    "model:Model",
                    "gap:Mean gap",
                    "high:Highest",
                    "low:Lowest",
                    "robustness:Effective robustness"),
                rows),
            new Table(
                "between-models",
                "What models share: correlation of class-wise gaps, and variances of gaps.",
                Cells.columns(
                    "correlation:Correlation",
                    "acrossClasses:Variance across classes",
                    "acrossModels:Variance across models"),
                List.of(between))),
        List.of());
  }

  Section flagged() {
    List<List<Cell>> rows = new ArrayList<>();
    long flagged = 0;
    for (JsonNode one : figures.get("classes")) {
      for (JsonNode place : one.get("flagged")) {
        if (flagged++ < MOST_FLAGGED) {
          rows.add(
              List.of(
                  new Text(subject.images().samples().id(place.intValue())),
                  new Text(label(one.get("class").intValue())),
                  Cells.plain(one.get("gap"), figures.get("models").size())));
        }
      }
    }
    return new Section(
        "Labels to look at",
        "Where models are worse with the cue than without it (a mean gap of −20 % or less), the pictures with the strongest cue often show another object, and may be labelled by the wrong one.",
        List.of(
            new Table(
                "flagged",
                rows.isEmpty()
                    ? "No class has such a gap."
                    : "The tenth of the class with the highest spuriosity."
                        + (flagged > MOST_FLAGGED
                            ? " %,d of %,d; the documents of the classes have all."
                                .formatted(MOST_FLAGGED, flagged)
                            : ""),
                Cells.columns("image:Picture", "label:Label", "gap:Mean gap of the class"),
                rows)),
        crops.shown(subject));
  }

  private String name(int model) {
    return figures.get("models").get(model).get("name").textValue();
  }

  private static Figure known(JsonNode value, long n, JsonNode why) {
    return value.isNull() ? Cells.nothing(why.textValue()) : Cells.plain(value, n);
  }

  private String label(int c) {
    return subject.images().classes().get(c);
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the report on tuned heads.
 *
 * @param joined whether a label joins several classes of the model, so that what is tuned begins as
 *     the mean of their rows
 */
record TuningSection(SpuriosityOptions options, JsonNode tunings, boolean joined) {

  Section section() {
    List<List<Cell>> rows = new ArrayList<>();
    List<List<Cell>> curves = new ArrayList<>();
    for (JsonNode one : ended()) {
      TuningSet set = TuningSet.valueOf(one.get("set").textValue());
      rows.add(
          List.of(
              new Text(words(set)),
              new Count(one.get("trial").longValue() + 1),
              new Count(one.get("images").longValue()),
              new Count(one.get("epochs").longValue()),
              new Text(ended(one.get("ended").textValue())),
              Cells.figure(one.get("before").get("gap")),
              Cells.figure(one.get("after").get("gap")),
              Cells.figure(one.get("before").get("accuracy")),
              Cells.figure(one.get("after").get("accuracy")),
              new Count(one.get("repaired").longValue()),
              new Count(one.get("broken").longValue()),
              new Text(one.path("bundle").path("name").asText(""))));
      for (int part = 0; part < one.get("after").get("curve").size(); part++) {
        curves.add(
            List.of(
                new Text(words(set)),
                new Count(one.get("trial").longValue() + 1),
                new Count(tenth(one.get("after").get("curve").get(part))),
                Cells.part(one.get("before").get("curve").get(part)),
                Cells.part(one.get("after").get("curve").get(part))));
      }
    }
    return new Section(
        "Tuning the head",
        "The head is tuned on the pictures of lowest spuriosity, and as controls on any pictures and on those it gets wrong, until the gap on the second part is below %s points, which does not count where classes have lost more than ten points of accuracy for it, or has changed its sign, or there are no more epochs. All figures are of the third part."
                .formatted(options.real("threshold"))
            + (joined
                ? " Where a label joins several classes the head begins as the mean of their rows, and before is that head's: above, the model answers by the strongest of them."
                : ""),
        List.of(
            new Table(
                "tuning",
                "Before and after; each head that was tuned on low spuriosity is a bundle.",
                Cells.columns(
                    "set:Tuned on",
                    "trial:Trial",
                    "images:Pictures",
                    "epochs:Epochs",
                    "ended:Ended",
                    "gapBefore:Gap before",
                    "gapAfter:Gap after",
                    "accuracyBefore:Accuracy before",
                    "accuracyAfter:Accuracy after",
                    "repaired:Repaired",
                    "broken:Broken",
                    "bundle:Bundle"),
                rows),
            new Table(
                "rank-curves",
                "Accuracy against spuriosity rank, in tenths of each class from the lowest.",
                Cells.columns(
                    "set:Tuned on", "trial:Trial", "tenth:Tenth", "before:Before", "after:After"),
                curves)),
        List.of());
  }

  /** Parts without an image are left out of curves: their number is not their place. */
  private static long tenth(JsonNode part) {
    return 1 + Math.round(part.get("from").doubleValue() * HeadFigures.PARTS / 100);
  }

  /** One sentence for each choice of images. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (TuningSet set : TuningSet.values()) {
      List<JsonNode> trials = trials(set);
      if (!trials.isEmpty()) {
        findings.add(
            "Tuned on %s images the gap goes from %s to %s of either sign and accuracy from %s to %s (mean of %d)."
                .formatted(
                    words(set),
                    Cells.percent(mean(trials, "before", "gap")),
                    Cells.percent(size(trials)),
                    Cells.percent(mean(trials, "before", "accuracy")),
                    Cells.percent(mean(trials, "after", "accuracy")),
                    trials.size()));
      }
    }
    return findings;
  }

  /** The trials that have ended. */
  private List<JsonNode> ended() {
    List<JsonNode> ended = new ArrayList<>();
    for (JsonNode one : tunings) {
      if (one.has("after")) {
        ended.add(one);
      }
    }
    return ended;
  }

  private List<JsonNode> trials(TuningSet set) {
    List<JsonNode> of = new ArrayList<>();
    for (JsonNode one : ended()) {
      if (one.get("set").textValue().equals(set.name())) {
        of.add(one);
      }
    }
    return of;
  }

  /** The mean size of the gap: gaps of either sign would cancel. */
  private static double size(List<JsonNode> trials) {
    return trials.stream()
        .mapToDouble(one -> Math.abs(one.get("after").get("gap").get("value").doubleValue()))
        .average()
        .orElseThrow();
  }

  private static double mean(List<JsonNode> trials, String when, String what) {
    return trials.stream()
        .mapToDouble(one -> one.get(when).get(what).get("value").doubleValue())
        .average()
        .orElseThrow();
  }

  private static String ended(String why) {
    return switch (why) {
      case "closed" -> "gap closed";
      case "crossed" -> "gap changed its sign";
      default -> "no more epochs";
    };
  }

  private static String words(TuningSet set) {
    return switch (set) {
      case LOW_SPURIOSITY -> "low-spuriosity";
      case RANDOM -> "random";
      case ERRORS -> "misclassified";
    };
  }
}

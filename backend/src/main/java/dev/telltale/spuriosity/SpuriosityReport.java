package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Picture;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What the stages found, for people; of a part of them too. */
final class SpuriosityReport {
  private static final String PNG = "image/png";
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final AuditSubject subject;
  private final SpuriosityOptions options;
  private final JsonNode encoded;
  private final JsonNode head;
  private final JsonNode evidence;
  private final JsonNode figures;
  private final JsonNode tunings;

  SpuriosityReport(
      AuditSubject subject,
      SpuriosityOptions options,
      Map<String, JsonNode> outcomes,
      Artifacts artifacts) {
    this.subject = subject;
    this.options = options;
    this.encoded = outcomes.getOrDefault(Spuriosity.ENCODE, NOTHING);
    this.head = outcomes.getOrDefault(Spuriosity.HEAD, NOTHING);
    this.evidence = outcomes.getOrDefault(Spuriosity.EVIDENCE, NOTHING);
    JsonNode gaps = outcomes.getOrDefault(Spuriosity.GAPS, NOTHING);
    this.figures = gaps.has("figures") ? GapStage.figures(gaps, artifacts) : NOTHING;
    this.tunings = outcomes.getOrDefault(Spuriosity.TUNING, NOTHING).path("tunings");
  }

  Report report() {
    List<Section> sections = new ArrayList<>();
    sections.add(images());
    if (head.has("top")) {
      sections.add(features());
    }
    if (figures.has("classes")) {
      sections.add(rankings());
    }
    if (figures.has("models")) {
      sections.add(gaps());
      sections.add(models());
      sections.add(flagged());
    }
    if (!tunings.isEmpty()) {
      sections.add(tuning());
    }
    return new Report("Spuriosity of " + subject.images().name(), findings(), sections);
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (JsonNode model : figures.path("models")) {
      findings.add(
          "%s: accuracy is %s higher where spurious cues are strongest than where they are weakest."
              .formatted(model.get("name").textValue(), points(figure(model.get("mean")))));
    }
    for (TuningSet set : TuningSet.values()) {
      List<JsonNode> trials = trials(set);
      if (!trials.isEmpty()) {
        findings.add(
            "Tuned on %s images the gap goes from %s to %s and accuracy from %s to %s (mean of %d)."
                .formatted(
                    words(set),
                    percent(mean(trials, "before", "gap")),
                    percent(mean(trials, "after", "gap")),
                    percent(mean(trials, "before", "accuracy")),
                    percent(mean(trials, "after", "accuracy")),
                    trials.size()));
      }
    }
    return findings;
  }

  private Section images() {
    List<List<Cell>> rows = new ArrayList<>();
    int unreadable = 0;
    for (JsonNode chunk : encoded.path("chunks")) {
      for (JsonNode one : chunk.get("unreadable")) {
        unreadable++;
        rows.add(
            List.of(image(one.get("place").intValue()), new Text(one.get("reason").textValue())));
      }
    }
    List<Table> tables = new ArrayList<>();
    tables.add(
        new Table(
            "images",
            "The pictures.",
            columns(
                "images:Pictures",
                "unreadable:Cannot be read",
                "tuning:Tuned on",
                "stopping:Stopped by",
                "reporting:Reported on"),
            List.of(
                List.of(
                    new Count(subject.images().samples().size()),
                    new Count(unreadable),
                    new Count(figures.path("tuning").asLong()),
                    new Count(figures.path("stopping").asLong()),
                    new Count(figures.path("reporting").asLong())))));
    if (!rows.isEmpty()) {
      tables.add(
          new Table(
              "refused",
              "Pictures that were left out.",
              columns("image:Picture", "reason:Reason"),
              rows));
    }
    return new Section(
        "Pictures",
        "Three parts share no picture: features and tuning see the first, the gap of the second stops the tuning, and every figure below is of the third. They are "
            + (figures.path("ownSplits").asBoolean()
                ? "the data set's own train, val and test."
                : "drawn by the seed, a half and two quarters of each class."),
        tables,
        List.of());
  }

  private Section features() {
    Verdicts verdicts = Verdicts.of(subject, options, head, evidence);
    Map<Integer, Suggestion> suggestions = Verdicts.suggestions(evidence);
    List<List<Cell>> rows = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < head.get("top").size(); i++) {
      JsonNode one = head.get("top").get(i);
      int c = one.get("class").intValue();
      int feature = one.get("feature").intValue();
      Suggestion suggestion = suggestions.get(i);
      boolean none = suggestion == null || suggestion.missing() != null;
      boolean spurious = Arrays.stream(verdicts.spurious().get(c)).anyMatch(f -> f == feature);
      boolean judged = verdicts.given()[c] || (options.rule() != null && !none);
      StringJoiner others = new StringJoiner(", ");
      one.get("otherClasses").forEach(other -> others.add(label(other.intValue())));
      rows.add(
          List.of(
              new Text(label(c)),
              new Text(String.valueOf(feature)),
              new Figure(
                  one.get("importance").doubleValue(),
                  Double.NaN,
                  Double.NaN,
                  figures.path("tuning").asLong(),
                  null),
              none
                  ? nothing(suggestion == null ? "not looked at" : suggestion.missing())
                  : new Figure(
                      suggestion.outside(), Double.NaN, Double.NaN, suggestion.images(), null),
              none
                  ? nothing("no mask")
                  : new Figure(
                      suggestion.uniform(), Double.NaN, Double.NaN, suggestion.images(), null),
              new Text(judged ? spurious ? "spurious" : "core" : "none"),
              new Text(verdicts.given()[c] ? "given" : judged ? "suggested" : "none"),
              new Text(others.toString())));
    }
    for (JsonNode one : evidence.path("evidence")) {
      JsonNode of = head.get("top").get(one.get("index").intValue());
      pictures.add(
          new Picture(
              "%s, feature %d: the pictures that activate it most, where it is active, %sthe pictures that activate it least"
                  .formatted(
                      label(of.get("class").intValue()),
                      of.get("feature").intValue(),
                      one.has("attacked") ? "what amplifies it, " : ""),
              one.get("picture").textValue(),
              PNG));
    }
    return new Section(
        "Features that matter",
        "Importance is the mean over the class of activation times weight. Outside is the share of the activation maps' mass outside the object on the pictures shown, beside it what a uniform map would have. A feature that matters for other classes too may be their object and this one's cue.",
        List.of(
            new Table(
                "features",
                "The most important features of each class, and what is said of them.",
                columns(
                    "class:Class",
                    "feature:Feature",
                    "importance:Importance",
                    "outside:Outside the object",
                    "uniform:By a uniform map",
                    "verdict:Verdict",
                    "source:By",
                    "otherClasses:Also matters for"),
                rows)),
        pictures);
  }

  private Section rankings() {
    List<List<Cell>> rows = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    for (JsonNode one : figures.get("classes")) {
      rows.add(
          List.of(
              new Text(label(one.get("class").intValue())),
              new Text(list(one.get("spurious"))),
              new Text(list(one.get("constant"))),
              new Count(one.get("images").longValue()),
              new Count(one.get("k").longValue()),
              new Text(one.get("missing").isTextual() ? one.get("missing").textValue() : "")));
      if (one.has("picture")) {
        pictures.add(
            new Picture(
                label(one.get("class").intValue())
                    + ": the highest spuriosity above, the lowest below",
                one.get("picture").textValue(),
                PNG));
      }
    }
    return new Section(
        "Rankings",
        "Spuriosity is the mean of the spurious features in standard deviations of the class. A feature that is the same on all pictures of a class counts for nothing and is named. Each end holds so many pictures, fewer than asked for where the class is small.",
        List.of(
            new Table(
                "rankings",
                "What each class is ranked by.",
                columns(
                    "class:Class",
                    "spurious:Spurious features",
                    "constant:The same on all",
                    "ranked:Ranked",
                    "k:At each end",
                    "missing:Why there is no ranking"),
                rows)),
        pictures);
  }

  private Section gaps() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode model : figures.get("models")) {
      for (JsonNode one : model.get("classes")) {
        Figure gap = figure(one.get("gap"));
        long k = gap.n() / 2;
        rows.add(
            List.of(
                new Text(model.get("name").textValue()),
                new Text(label(one.get("class").intValue())),
                plain(one.get("high"), k),
                plain(one.get("low"), k),
                gap,
                plain(one.get("shrunk"), gap.n()),
                plain(one.get("p"), gap.n()),
                plain(one.get("adjusted"), gap.n()),
                new Text(one.get("neverPredicted").booleanValue() ? "never predicted" : "")));
      }
    }
    return new Section(
        "Spurious gaps",
        "The gap is accuracy on the pictures of highest spuriosity minus that on those of lowest, with Newcombe's interval (%s). p is Fisher's exact test, adjusted over all classes and models by Benjamini and Hochberg. The shrunk gap is drawn towards the model's mean by as much as chance explains; sort by it. A class that a model gives to no picture has no gap for that reason alone."
            .formatted(percent(options.level())),
        List.of(
            new Table(
                "gaps",
                "The gap of each model on each class.",
                columns(
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

  private Section models() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode model : figures.get("models")) {
      long n = model.get("mean").get("n").longValue() / 2;
      rows.add(
          List.of(
              new Text(model.get("name").textValue()),
              figure(model.get("mean")),
              plain(model.get("accuracyHigh"), n),
              plain(model.get("accuracyLow"), n),
              model.has("robustness")
                  ? plain(model.get("robustness"), figures.get("models").size())
                  : nothing("needs ten models")));
    }
    JsonNode pairs = figures.path("correlation");
    JsonNode variance = figures.path("variance");
    boolean varies = variance.has("missing") && variance.get("missing").isNull();
    int count = figures.get("models").size();
    List<Cell> between =
        List.of(
            pairs.has("mean")
                ? plain(pairs.get("mean"), pairs.get("classes").longValue())
                : nothing(count < 2 ? "needs two models" : "gaps are the same on all classes"),
            varies
                ? plain(variance.get("classes"), count)
                : nothing("needs two models and two classes"),
            varies
                ? plain(variance.get("models"), count)
                : nothing("needs two models and two classes"));
    return new Section(
        "Models",
        "Every class counts the same in the means. Effective robustness is how far accuracy on the lowest is above the line through the other models. Gaps of two models are correlated over classes on disjoint halves of the pictures.",
        List.of(
            new Table(
                "models",
                "Mean gap and accuracies of each model.",
                columns(
                    "model:Model",
                    "gap:Mean gap",
                    "high:Highest",
                    "low:Lowest",
                    "robustness:Effective robustness"),
                rows),
            new Table(
                "between-models",
                "What models share: correlation of class-wise gaps, and variances of gaps.",
                columns(
                    "correlation:Correlation",
                    "acrossClasses:Variance across classes",
                    "acrossModels:Variance across models"),
                List.of(between))),
        List.of());
  }

  private Section flagged() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode one : figures.get("flagged")) {
      for (JsonNode place : one.get("places")) {
        rows.add(
            List.of(
                image(place.intValue()),
                new Text(label(one.get("class").intValue())),
                plain(one.get("gap"), figures.get("models").size())));
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
                    : "The tenth of the class with the highest spuriosity.",
                columns("image:Picture", "label:Label", "gap:Mean gap of the class"),
                rows)),
        List.of());
  }

  private Section tuning() {
    List<List<Cell>> rows = new ArrayList<>();
    List<List<Cell>> curves = new ArrayList<>();
    for (JsonNode one : tunings) {
      TuningSet set = TuningSet.valueOf(one.get("set").textValue());
      rows.add(
          List.of(
              new Text(words(set)),
              new Count(one.get("trial").longValue() + 1),
              new Count(one.get("images").longValue()),
              new Count(one.get("epochs").longValue()),
              new Text(one.get("closed").booleanValue() ? "yes" : "no"),
              figure(one.get("before").get("gap")),
              figure(one.get("after").get("gap")),
              figure(one.get("before").get("accuracy")),
              figure(one.get("after").get("accuracy")),
              new Count(one.get("repaired").longValue()),
              new Count(one.get("broken").longValue()),
              new Text(one.get("headPt").textValue())));
      for (int part = 0; part < one.get("after").get("curve").size(); part++) {
        curves.add(
            List.of(
                new Text(words(set)),
                new Count(one.get("trial").longValue() + 1),
                new Count(part + 1L),
                figure(one.get("before").get("curve").get(part)),
                figure(one.get("after").get("curve").get(part))));
      }
    }
    return new Section(
        "Tuning the head",
        "The head is tuned on the pictures of lowest spuriosity, and as controls on any pictures and on those it gets wrong, until the gap on the second part is below %s points. All figures are of the third part."
            .formatted(options.real("threshold")),
        List.of(
            new Table(
                "tuning",
                "Before and after; head.pt of each tuned head by its address among the artifacts.",
                columns(
                    "set:Tuned on",
                    "trial:Trial",
                    "images:Pictures",
                    "epochs:Epochs",
                    "closed:Closed",
                    "gapBefore:Gap before",
                    "gapAfter:Gap after",
                    "accuracyBefore:Accuracy before",
                    "accuracyAfter:Accuracy after",
                    "repaired:Repaired",
                    "broken:Broken",
                    "head:Head"),
                rows),
            new Table(
                "rank-curves",
                "Accuracy against spuriosity rank, in tenths of each class from the lowest.",
                columns(
                    "set:Tuned on", "trial:Trial", "tenth:Tenth", "before:Before", "after:After"),
                curves)),
        List.of());
  }

  private List<JsonNode> trials(TuningSet set) {
    List<JsonNode> of = new ArrayList<>();
    for (JsonNode one : tunings) {
      if (one.get("set").textValue().equals(set.name())) {
        of.add(one);
      }
    }
    return of;
  }

  private static double mean(List<JsonNode> trials, String when, String what) {
    return trials.stream()
        .mapToDouble(one -> one.get(when).get(what).get("value").doubleValue())
        .average()
        .orElseThrow();
  }

  private static String words(TuningSet set) {
    return switch (set) {
      case LOW_SPURIOSITY -> "low-spuriosity";
      case RANDOM -> "random";
      case ERRORS -> "misclassified";
    };
  }

  private String label(int c) {
    return subject.images().classes().get(c);
  }

  private Text image(int place) {
    return new Text(subject.images().samples().id(place));
  }

  private static String list(JsonNode channels) {
    StringJoiner all = new StringJoiner(", ");
    channels.forEach(one -> all.add(one.asText()));
    return all.toString();
  }

  private static List<Column> columns(String... nameAndTitle) {
    return Arrays.stream(nameAndTitle)
        .map(
            one ->
                new Column(one.substring(0, one.indexOf(':')), one.substring(one.indexOf(':') + 1)))
        .toList();
  }

  /** An estimate or a proportion. */
  private static Figure figure(JsonNode one) {
    return new Figure(
        one.get("value").doubleValue(),
        one.get("low").doubleValue(),
        one.get("high").doubleValue(),
        one.get("n").longValue(),
        null);
  }

  private static Figure plain(JsonNode value, long n) {
    return new Figure(value.doubleValue(), Double.NaN, Double.NaN, n, null);
  }

  private static Figure nothing(@Nullable String why) {
    return new Figure(Double.NaN, Double.NaN, Double.NaN, 0, why);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  private static String points(Figure gap) {
    return String.format(
        Locale.ROOT,
        "%.1f points (%.1f to %.1f, n = %,d)",
        100 * gap.value(),
        100 * gap.low(),
        100 * gap.high(),
        gap.n());
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Picture;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import dev.telltale.spuriosity.Suggestion.Exchanged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The part of the report on features, verdicts and rankings. */
record FeatureSections(
    AuditSubject subject,
    SpuriosityOptions options,
    JsonNode head,
    JsonNode evidence,
    JsonNode figures) {

  private static final String PNG = "image/png";

  Section features() {
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
      Suggestion.Rule rule = options.rule();
      boolean suggested = rule != null && suggestion != null && suggestion.missing(rule) == null;
      boolean spurious = Arrays.stream(verdicts.spurious().get(c)).anyMatch(f -> f == feature);
      boolean judged = verdicts.given()[c] || suggested;
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
                  ? Cells.nothing(suggestion == null ? "not looked at" : suggestion.missing())
                  : new Figure(
                      suggestion.outside(), Double.NaN, Double.NaN, suggestion.images(), null),
              none
                  ? Cells.nothing("no mask")
                  : new Figure(
                      suggestion.uniform(), Double.NaN, Double.NaN, suggestion.images(), null),
              effect(suggestion, Exchanged::object),
              effect(suggestion, Exchanged::surroundings),
              new Text(
                  spurious
                      ? "spurious"
                      : verdicts.given()[c] || (suggested && suggestion.core(rule))
                          ? "core"
                          : "none"),
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
        "Importance is the mean over the class of activation times weight. Outside is the share of the activation maps' mass outside the object on the pictures shown, beside it what a uniform map would have. When objects and surroundings are exchanged with those of other classes, the own ones raise it by so many of its standard deviations; what others' surroundings raise is neither core nor spurious. A feature that matters for other classes too may be their object and this one's cue.",
        List.of(
            new Table(
                "features",
                "The most important features of each class, and what is said of them.",
                Cells.columns(
                    "class:Class",
                    "feature:Feature",
                    "importance:Importance",
                    "outside:Outside the object",
                    "uniform:By a uniform map",
                    "object:By own objects",
                    "surroundings:By own surroundings",
                    "verdict:Verdict",
                    "source:By",
                    "otherClasses:Also matters for"),
                rows)),
        pictures);
  }

  Section rankings() {
    List<List<Cell>> rows = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    for (JsonNode one : figures.get("classes")) {
      rows.add(
          List.of(
              new Text(label(one.get("class").intValue())),
              new Text(Cells.list(one.get("spurious"))),
              new Text(Cells.list(one.get("constant"))),
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
                Cells.columns(
                    "class:Class",
                    "spurious:Spurious features",
                    "constant:The same on all",
                    "ranked:Ranked",
                    "k:At each end",
                    "missing:Why there is no ranking"),
                rows)),
        pictures);
  }

  private static Cell effect(@Nullable Suggestion suggestion, ToDoubleFunction<Exchanged> which) {
    Exchanged exchanged = suggestion == null ? null : suggestion.exchanged();
    if (exchanged == null) {
      return Cells.nothing("not exchanged");
    }
    return exchanged.missing() != null
        ? Cells.nothing(exchanged.missing())
        : new Figure(
            which.applyAsDouble(exchanged), Double.NaN, Double.NaN, exchanged.images(), null);
  }

  private String label(int c) {
    return subject.images().classes().get(c);
  }
}

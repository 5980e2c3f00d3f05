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
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import dev.telltale.spuriosity.Suggestion.Exchanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The part of the report on features, verdicts and rankings. */
record FeatureSections(AuditSubject subject, FeatureEntries entries, JsonNode figures) {

  private static final String PNG = "image/png";

  /** Features in the report's table, and with pictures: the pages show all of them. */
  private static final int MOST_ROWS = 1000;

  private static final int SHOWN = 30;

  Section features() {
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_ROWS, entries.size()); i++) {
      rows.add(row(i));
    }
    List<Picture> pictures = new ArrayList<>();
    for (int i : shown()) {
      pictures.addAll(pictures(i));
    }
    return new Section(
        "Features that matter",
        "Importance is the mean over the class of activation times weight. Outside is the share of the activation maps' mass outside the object on the pictures shown, beside it what a uniform map would have. When objects and surroundings are exchanged with those of other classes, the own ones raise it by so many of its standard deviations; what others' surroundings raise is neither core nor spurious. A feature that matters for other classes too may be their object and this one's cue."
            + segmented()
            + bounded(),
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

  private String segmented() {
    int model = Masks.segmenter(subject);
    return model < 0
        ? ""
        : " Where the data set has no mask of a picture, the object is where %s finds it: in %,d of the pictures looked at."
            .formatted(subject.spec().models().get(model).name(), entries.segmented());
  }

  private String bounded() {
    return entries.size() <= SHOWN
        ? ""
        : " Of %,d features the table has the first %,d, and pictures are of the most important of the first classes; the documents have all."
            .formatted(entries.size(), Math.min(MOST_ROWS, entries.size()));
  }

  private List<Cell> row(int i) {
    Suggestion suggestion = entries.suggestion(i);
    boolean none = suggestion == null || suggestion.missing() != null;
    StringJoiner others = new StringJoiner(", ");
    entries.otherClasses(i).forEach(other -> others.add(label(other.intValue())));
    return List.of(
        new Text(label(entries.classOf(i))),
        new Text(String.valueOf(entries.feature(i))),
        Cells.plain(entries.json(i).get("importance"), figures.path("tuning").asLong()),
        none
            ? Cells.nothing(suggestion == null ? "not looked at" : suggestion.missing())
            : new Figure(suggestion.outside(), Double.NaN, Double.NaN, suggestion.images(), null),
        none
            ? Cells.nothing("no mask")
            : new Figure(suggestion.uniform(), Double.NaN, Double.NaN, suggestion.images(), null),
        effect(suggestion, Exchanged::object),
        effect(suggestion, Exchanged::surroundings),
        new Text(entries.verdict(i)),
        new Text(entries.source(i)),
        new Text(others.toString()));
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

  /** Of each class the most important feature, then the next of each: as many as can be read. */
  private List<Integer> shown() {
    return IntStream.range(0, subject.images().classes().size())
        .boxed()
        .flatMap(
            c ->
                IntStream.range(0, entries.of(c).size())
                    .mapToObj(rank -> Map.entry(rank, entries.of(c).get(rank))))
        .filter(entry -> entries.evidence(entry.getValue()) != null)
        .sorted(Map.Entry.comparingByKey())
        .limit(SHOWN)
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  private List<Picture> pictures(int i) {
    JsonNode evidence = entries.evidence(i);
    List<Picture> pictures = new ArrayList<>();
    String name = "%s, feature %d: ".formatted(label(entries.classOf(i)), entries.feature(i));
    add(pictures, name + "the pictures that activate it most", evidence.path("highest"));
    add(pictures, name + "where it is active", evidence.path("maps"));
    add(pictures, name + "what amplifies it", evidence.path("attacks"));
    add(pictures, name + "the pictures that activate it least", evidence.path("lowest"));
    return pictures;
  }

  private static void add(List<Picture> to, String caption, JsonNode artifact) {
    if (artifact.isTextual()) {
      to.add(new Picture(caption, artifact.textValue(), PNG));
    }
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
              new Count(one.get("k").asLong()),
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
        "Spuriosity is the mean of the spurious features in standard deviations of the class. A feature that is the same on all pictures of a class counts for nothing and is named. Each end holds so many pictures, fewer than asked for where the class is small. Shown are the classes with the largest gaps, %d at most; the documents list the pictures of all."
                .formatted(GapStage.SHOWN_CLASSES)
            + reference(),
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

  private String reference() {
    ModelBundle first = subject.models().get(0);
    return first.spec().kind() != ModelSpec.Kind.CLASSIFIER
            || ReferenceImages.askedAsScreeningAsks(subject)
        ? ""
        : " There is no reference for screening: %s has no linear head and was asked among the labels only, which do not mean all of its classes; a screening asks among all."
            .formatted(first.spec().name());
  }

  private String label(int c) {
    return subject.images().classes().get(c);
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Picture;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import dev.telltale.stats.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The part of the report on concepts that the data set tells of. */
final class ConceptSection {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_PICTURES = 12;
  private static final int MOST_FINDINGS = 3;

  /** Rows of the report's table; the document has all. */
  private static final int MOST_ROWS = 200;

  private final AuditSubject subject;
  private final JsonNode outcome;
  private final List<String> models;
  private final List<Use> uses;

  /** One concept in one class of one model. */
  private record Use(String name, JsonNode cell, int model, JsonNode measured, double adjusted) {
    boolean used() {
      return adjusted <= ConceptStage.RATE;
    }

    /** A gap whose own interval leaves 0 out is not accepted as none. */
    String answer() {
      boolean none =
          measured.get("gap").get("low").doubleValue() <= 0
              && measured.get("gap").get("high").doubleValue() >= 0;
      return used() ? "used" : none ? "discarded" : "undecided";
    }
  }

  ConceptSection(AuditSubject subject, SpuriosityOptions options, JsonNode outcome) {
    this.subject = subject;
    this.outcome = outcome;
    this.models = MeasuredModel.of(subject, options).stream().map(MeasuredModel::name).toList();
    List<Use> all = new ArrayList<>();
    for (JsonNode concept : outcome.get("concepts")) {
      for (JsonNode cell : concept.get("cells")) {
        for (int m = 0; m < cell.get("gaps").size(); m++) {
          String name = concept.get("name").textValue();
          all.add(new Use(name, cell, m, cell.get("gaps").get(m), Double.NaN));
        }
      }
    }
    double[] adjusted =
        BenjaminiHochberg.adjusted(
            all.stream().mapToDouble(one -> one.measured.get("p").doubleValue()).toArray());
    this.uses =
        IntStream.range(0, adjusted.length)
            .mapToObj(i -> adjusted(all.get(i), adjusted[i]))
            .toList();
  }

  /** The surest of the cues that are used. */
  List<String> findings() {
    return uses.stream()
        .filter(Use::used)
        .sorted(Comparator.comparingDouble(Use::adjusted))
        .limit(MOST_FINDINGS)
        .map(
            one ->
                "%s: on %s, accuracy where %s is strongest minus that where it is weakest is %s."
                    .formatted(
                        models.get(one.model),
                        label(one.cell),
                        one.name,
                        Cells.points(Cells.figure(one.measured.get("gap")))))
        .toList();
  }

  Section section() {
    List<Use> sorted = uses.stream().sorted(Comparator.comparingDouble(Use::adjusted)).toList();
    List<List<Cell>> rows = sorted.stream().limit(MOST_ROWS).map(this::row).toList();
    List<List<Cell>> missing = new ArrayList<>();
    for (JsonNode concept : outcome.get("concepts")) {
      if (concept.get("missing").isTextual()) {
        missing.add(
            List.of(
                new Text(concept.get("name").textValue()),
                new Text(concept.get("missing").textValue())));
      }
    }
    List<Table> tables = new ArrayList<>();
    tables.add(
        new Table(
            "concepts",
            rows.size() < sorted.size()
                ? "The %d surest of %,d gaps; the document concepts has all."
                    .formatted(rows.size(), sorted.size())
                : "The gap along each concept, the surest first.",
            Cells.columns(
                "concept:Concept",
                "class:Class",
                "model:Model",
                "gap:Gap",
                "adjusted:p adjusted",
                "used:Cue"),
            rows));
    if (!missing.isEmpty()) {
      tables.add(
          new Table(
              "concepts-missing",
              "Concepts that have no direction.",
              Cells.columns("concept:Concept", "why:Why"),
              missing));
    }
    return new Section(
        "Concepts",
        "A concept is a direction among the first model's features: the mean of the pictures that have it minus that of those that have not, within each class, on the part tuned on. The gap is a model's accuracy on the pictures of a class that lie farthest along it minus that on those that lie farthest against it, on the part reported on; all are adjusted together by Benjamini and Hochberg. A cue without a gap is discarded; where the gap's own interval leaves 0 out but not after the adjustment, it is undecided. With few pictures at the ends small gaps are not seen: look at the interval.",
        tables,
        pictures(sorted));
  }

  /** Every gap, as the contract of the documents has it. */
  ObjectNode document() {
    ObjectNode all = JSON.objectNode().put("rate", ConceptStage.RATE);
    ArrayNode list = all.putArray("concepts");
    for (Use one : uses) {
      ObjectNode entry =
          list.addObject()
              .put("name", one.name)
              .put("class", one.cell.get("class").intValue())
              .put("model", one.model);
      entry.set("gap", one.measured.get("gap"));
      entry.set("adjusted", Json.number(one.adjusted));
      entry.put("used", one.used()).put("answer", one.answer());
      entry.set("highest", one.cell.has("highest") ? one.cell.get("highest") : JSON.arrayNode());
      entry.set("lowest", one.cell.has("lowest") ? one.cell.get("lowest") : JSON.arrayNode());
      entry.put("picture", one.cell.path("picture").textValue());
    }
    ArrayNode missing = all.putArray("missing");
    for (JsonNode concept : outcome.get("concepts")) {
      if (concept.get("missing").isTextual()) {
        missing
            .addObject()
            .put("name", concept.get("name").textValue())
            .put("why", concept.get("missing").textValue());
      }
    }
    return all;
  }

  private List<Cell> row(Use one) {
    return List.of(
        new Text(one.name),
        new Text(label(one.cell)),
        new Text(models.get(one.model)),
        Cells.figure(one.measured.get("gap")),
        Cells.plain(JSON.numberNode(one.adjusted), one.measured.get("gap").get("n").longValue()),
        new Text(one.answer()));
  }

  private List<Picture> pictures(List<Use> sorted) {
    return sorted.stream()
        .filter(one -> one.used() && one.cell.has("picture"))
        .map(
            one ->
                new Picture(
                    "%s along %s: the highest above, the lowest below"
                        .formatted(label(one.cell), one.name),
                    one.cell.get("picture").textValue(),
                    "image/png"))
        .distinct()
        .limit(MOST_PICTURES)
        .toList();
  }

  private String label(JsonNode cell) {
    return subject.images().classes().get(cell.get("class").intValue());
  }

  private static Use adjusted(Use one, double pValue) {
    return new Use(one.name, one.cell, one.model, one.measured, pValue);
  }
}

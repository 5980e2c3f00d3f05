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
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The part of the report on cues that nobody named. */
final class DiscoverySection {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_PICTURES = 12;

  private final AuditSubject subject;
  private final String method;
  private final JsonNode outcome;
  private final List<Survivor> survivors;

  /** A direction whose ends differ, among all that were tested. */
  private record Survivor(JsonNode found, double adjusted) {}

  DiscoverySection(AuditSubject subject, Proposal proposal, JsonNode outcome) {
    this.subject = subject;
    this.method = proposal.name().toLowerCase(Locale.ROOT);
    this.outcome = outcome;
    List<JsonNode> tested =
        StreamSupport.stream(outcome.get("tested").spliterator(), false).toList();
    double[] adjusted =
        BenjaminiHochberg.adjusted(
            tested.stream().mapToDouble(one -> one.get("p").doubleValue()).toArray());
    this.survivors =
        IntStream.range(0, adjusted.length)
            .filter(i -> adjusted[i] <= DiscoveryStage.RATE)
            .mapToObj(i -> new Survivor(tested.get(i), adjusted[i]))
            .sorted(Comparator.comparingDouble(Survivor::adjusted))
            .toList();
  }

  List<String> findings() {
    if (outcome.get("tested").isEmpty()) {
      return List.of("No class has what it takes to look for cues that nobody named.");
    }
    return List.of(
        "Of %,d directions that nobody named %s a difference in accuracy%s."
            .formatted(
                outcome.get("tested").size(),
                survivors.isEmpty() ? "none is seen to make" : survivors.size() + " make",
                survivors.isEmpty()
                    ? " that chance would not; small ones are not seen in so few pictures"
                    : "; look at them"));
  }

  Section section() {
    List<List<Cell>> rows = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    for (Survivor one : survivors) {
      long n = one.found.get("gap").get("n").longValue();
      rows.add(
          List.of(
              new Text(label(one.found)),
              new Text(direction(one.found)),
              Cells.figure(one.found.get("gap")),
              Cells.plain(JSON.numberNode(one.adjusted), n),
              Cells.plain(one.found.get("cosine"), n)));
      if (pictures.size() < MOST_PICTURES) {
        pictures.add(
            new Picture(
                "%s, direction %s: its highest end above, its lowest below"
                    .formatted(label(one.found), direction(one.found)),
                one.found.get("picture").textValue(),
                "image/png"));
      }
    }
    List<Table> tables = new ArrayList<>();
    tables.add(
        new Table(
            "discovery",
            rows.isEmpty()
                ? "No direction of %,d survives.".formatted(outcome.get("tested").size())
                : "The survivors of %,d directions.".formatted(outcome.get("tested").size()),
            Cells.columns(
                "class:Class",
                "direction:Direction",
                "gap:Gap",
                "adjusted:p adjusted",
                "cosine:Along the head"),
            rows));
    if (!outcome.get("refused").isEmpty()) {
      List<List<Cell>> refused = new ArrayList<>();
      for (JsonNode one : outcome.get("refused")) {
        refused.add(List.of(new Text(label(one)), new Text(one.get("why").textValue())));
      }
      tables.add(
          new Table(
              "discovery-refused",
              "Classes that were not looked at.",
              Cells.columns("class:Class", "why:Why"),
              refused));
    }
    return new Section(
        "Cues that nobody named",
        "Directions along which the pictures of a class differ are proposed on half of the pictures that the head was neither fitted nor tuned on, errors weighing as much as right answers, and tested on the other half: the gap is the first model's accuracy at the high end minus that at the low end. Only what survives Benjamini and Hochberg over all classes and directions is shown, so that these gaps lean upward. Near 1, the size of the cosine to the head's own weights says that a direction is only how sure the head is.",
        tables,
        pictures);
  }

  /** As the contract of the documents has it. */
  ObjectNode document() {
    int tested = outcome.get("tested").size();
    ObjectNode all =
        JSON.objectNode().put("method", method).put("proposed", tested).put("tested", tested);
    ArrayNode list = all.putArray("survivors");
    for (Survivor one : survivors) {
      ObjectNode entry =
          list.addObject()
              .put("class", one.found.get("class").intValue())
              .put("direction", one.found.get("direction").intValue());
      entry.set("gap", one.found.get("gap"));
      entry.set("adjusted", Json.number(one.adjusted));
      entry.set("cosine", Json.number(one.found.get("cosine").doubleValue()));
      for (String field : List.of("highest", "lowest", "picture")) {
        entry.set(field, one.found.get(field));
      }
    }
    all.set("refused", outcome.get("refused"));
    return all;
  }

  private String label(JsonNode one) {
    return subject.images().classes().get(one.get("class").intValue());
  }

  private static String direction(JsonNode one) {
    return String.valueOf(one.get("direction").intValue() + 1);
  }
}

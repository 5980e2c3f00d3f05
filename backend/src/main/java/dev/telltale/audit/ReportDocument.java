package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Report.Bundle;
import dev.telltale.audit.Report.BundleFile;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Document;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Picture;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A report as it is kept: JSON of {@code schemas/audit-report.schema.json}, from which all other
 * forms are made. The same report is the same bytes.
 *
 * @param report what was found
 * @param aside units that it does without
 * @param partial how much is in it, of a report of what is known so far; null of a finished one
 */
public record ReportDocument(Report report, List<SetAside> aside, @Nullable Partial partial) {
  /** Of the JSON; raised when something is left out or means something else. */
  public static final int VERSION = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * How much is in a report of what is known so far: all of the stages before, and of this one some
   * units.
   *
   * @param stage that the audit was at
   * @param done units of it that are in the report
   * @param units that it has
   */
  public record Partial(String stage, int done, int units) {}

  /** Copies the list. */
  public ReportDocument {
    aside = List.copyOf(aside);
  }

  /** A finished one. */
  public ReportDocument(Report report, List<SetAside> aside) {
    this(report, aside, null);
  }

  /** The JSON, indented, with null where there is no number. */
  public byte[] json() {
    ObjectNode root = JSON.objectNode();
    root.put("version", VERSION).put("title", report.title());
    if (partial != null) {
      root.putObject("partial")
          .put("stage", partial.stage())
          .put("done", partial.done())
          .put("units", partial.units());
    }
    report.findings().forEach(root.putArray("findings")::add);
    ArrayNode sections = root.putArray("sections");
    report.sections().forEach(section -> sections.add(json(section)));
    if (!report.bundles().isEmpty()) {
      ArrayNode bundles = root.putArray("bundles");
      report.bundles().forEach(bundle -> bundles.add(MAPPER.<JsonNode>valueToTree(bundle)));
    }
    if (!report.data().isEmpty()) {
      ArrayNode data = root.putArray("data");
      report.data().forEach(document -> data.add(MAPPER.<JsonNode>valueToTree(document)));
    }
    ArrayNode missing = root.putArray("missing");
    for (SetAside one : aside) {
      missing
          .addObject()
          .put("stage", one.stage())
          .put("unit", one.unit())
          .put("reason", one.reason())
          .put("lost", one.lost());
    }
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #json} gives.
   *
   * @throws IOException if it is no report, or one of a later version
   */
  public static ReportDocument read(byte[] json) throws IOException {
    JsonNode root = MAPPER.readTree(json);
    int version = root.path("version").asInt();
    if (version != VERSION) {
      throw new IOException("a report of version " + version + ", not " + VERSION);
    }
    return new ReportDocument(
        new Report(
            root.get("title").textValue(),
            each(root.get("findings"), JsonNode::textValue),
            each(root.get("sections"), ReportDocument::section),
            each(root.path("bundles"), ReportDocument::bundle),
            each(
                root.path("data"),
                one -> new Document(one.get("name").textValue(), one.get("artifact").textValue()))),
        each(
            root.get("missing"),
            one ->
                new SetAside(
                    one.get("stage").textValue(),
                    one.get("unit").intValue(),
                    one.get("reason").textValue(),
                    one.get("lost").booleanValue())),
        partial(root.get("partial")));
  }

  private static @Nullable Partial partial(@Nullable JsonNode node) {
    return node == null
        ? null
        : new Partial(
            node.get("stage").textValue(),
            node.get("done").intValue(),
            node.get("units").intValue());
  }

  private static JsonNode json(Section section) {
    ObjectNode node = JSON.objectNode();
    node.put("title", section.title()).put("text", section.text());
    ArrayNode tables = node.putArray("tables");
    for (Table table : section.tables()) {
      ObjectNode one = tables.addObject().put("name", table.name()).put("caption", table.caption());
      ArrayNode columns = one.putArray("columns");
      table
          .columns()
          .forEach(
              column ->
                  columns.addObject().put("name", column.name()).put("title", column.title()));
      ArrayNode rows = one.putArray("rows");
      for (List<Cell> row : table.rows()) {
        ArrayNode cells = rows.addArray();
        row.forEach(cell -> cells.add(json(cell)));
      }
    }
    ArrayNode pictures = node.putArray("pictures");
    for (Picture picture : section.pictures()) {
      pictures
          .addObject()
          .put("caption", picture.caption())
          .put("artifact", picture.artifact())
          .put("type", picture.type());
    }
    return node;
  }

  private static JsonNode json(Cell cell) {
    ObjectNode node = JSON.objectNode();
    if (cell instanceof Text text) {
      return node.put("text", text.value());
    }
    if (cell instanceof Count count) {
      return node.put("count", count.value());
    }
    Figure figure = (Figure) cell;
    number(node, "value", figure.value());
    number(node, "low", figure.low());
    number(node, "high", figure.high());
    node.put("n", figure.n());
    return figure.why() == null ? node : node.put("why", figure.why());
  }

  private static void number(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static Section section(JsonNode node) {
    return new Section(
        node.get("title").textValue(),
        node.get("text").textValue(),
        each(node.get("tables"), ReportDocument::table),
        each(
            node.get("pictures"),
            one ->
                new Picture(
                    one.get("caption").textValue(),
                    one.get("artifact").textValue(),
                    one.get("type").textValue())));
  }

  private static Table table(JsonNode node) {
    return new Table(
        node.get("name").textValue(),
        node.get("caption").textValue(),
        each(
            node.get("columns"),
            one -> new Column(one.get("name").textValue(), one.get("title").textValue())),
        each(node.get("rows"), row -> each(row, ReportDocument::cell)));
  }

  private static Cell cell(JsonNode node) {
    if (node.has("text")) {
      return new Text(node.get("text").textValue());
    }
    if (node.has("count")) {
      return new Count(node.get("count").longValue());
    }
    return new Figure(
        number(node.get("value")),
        number(node.get("low")),
        number(node.get("high")),
        node.get("n").longValue(),
        node.path("why").textValue());
  }

  private static Bundle bundle(JsonNode node) {
    return new Bundle(
        node.get("name").textValue(),
        node.get("hash").textValue(),
        each(
            node.get("files"),
            file ->
                new BundleFile(file.get("name").textValue(), file.get("artifact").textValue())));
  }

  private static double number(JsonNode value) {
    return value.isNull() ? Double.NaN : value.doubleValue();
  }

  private static <T> List<T> each(JsonNode array, Function<JsonNode, ? extends T> read) {
    List<T> all = new ArrayList<>();
    array.forEach(one -> all.add(read.apply(one)));
    return all;
  }
}

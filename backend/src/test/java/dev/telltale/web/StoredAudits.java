package dev.telltale.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.Report;
import dev.telltale.audit.ReportDocument;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.State;
import dev.telltale.kafka.event.EventCodec;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Audits as their coordinators leave them in Kafka, and what they keep. */
final class StoredAudits {
  static final Instant ASKED = Instant.parse("2025-10-09T08:53:20Z");

  private StoredAudits() {}

  /**
   * Tells Kafka that an audit of ten units is in a state, four of them done.
   *
   * @param report the finished one of a completed audit, the one in part of another
   */
  static void tell(String id, State state, @Nullable String report, AuditRecord.Aside... aside) {
    tell(id, state, report, null, aside);
  }

  /** The same, with the address of the report's provenance. */
  static void tell(
      String id,
      State state,
      @Nullable String report,
      @Nullable String provenance,
      AuditRecord.Aside... aside) {
    tell(
        WebServer.temp().resolve("birds").toString(),
        id,
        state,
        report,
        provenance,
        List.of(aside));
  }

  /** An audit that runs, of pictures in some directory. */
  static void tellOf(String directory, String id) {
    tell(directory, id, State.RUNNING, null, null, List.of());
  }

  private static void tell(
      String directory,
      String id,
      State state,
      @Nullable String report,
      @Nullable String provenance,
      List<AuditRecord.Aside> aside) {
    boolean ended = List.of(State.COMPLETED, State.FAILED, State.CANCELLED).contains(state);
    ObjectNode spec = JsonMapper.builder().build().createObjectNode();
    spec.put("method", "counting");
    ObjectNode images = spec.putObject("images").put("name", "birds").put("directory", directory);
    images.putObject("task");
    images.putObject("subset").put("balanced", false).put("seed", 0).putObject("where");
    spec.putArray("models").addObject().put("name", "demo").put("directory", "/demo");
    spec.putObject("options");
    AuditRecord record =
        new AuditRecord(
            id,
            "The audit " + id,
            spec,
            state,
            ASKED,
            ASKED.plusSeconds(60),
            ended ? ASKED.plusSeconds(60) : null,
            0,
            List.of(
                new AuditRecord.Stage("count", 0, 10, state == State.COMPLETED ? 10 : 4, null),
                new AuditRecord.Stage("sum", 0, null, 0, null)),
            state == State.COMPLETED ? 2 : 0,
            AuditRecord.Orders.NONE,
            aside,
            null,
            state == State.COMPLETED ? report : null,
            state == State.COMPLETED ? null : report,
            provenance,
            20,
            List.of(new AuditRecord.Happening(ASKED, "Asked for from 10.0.0.7")));
    WebServer.send(List.of(EventCodec.record(record, 0)));
  }

  /** A report with a picture, and one that is not shown by itself since it could run scripts. */
  static String report(Artifacts artifacts, byte[] picture) throws IOException {
    return report(artifacts, picture, null);
  }

  /** The same of what was known at some moment; null is the finished one. */
  static String report(
      Artifacts artifacts, byte[] picture, ReportDocument.@Nullable Partial partial)
      throws IOException {
    String address = artifacts.write(picture);
    Report.Table table =
        new Report.Table(
            "images",
            "How many.",
            List.of(new Report.Column("images", "Images")),
            List.of(List.of(new Report.Count(5))));
    Report report =
        new Report(
            "Count",
            List.of("There are 5."),
            List.of(
                new Report.Section(
                    "All",
                    "All.",
                    List.of(table),
                    List.of(
                        new Report.Picture("One", address, "image/png"),
                        new Report.Picture(
                            "A drawing",
                            artifacts.write("<svg/>".getBytes(UTF_8)),
                            "image/svg+xml")))),
            List.of(
                new Report.Bundle(
                    "birds", "0123", List.of(new Report.BundleFile("features.pt", address)))),
            List.of(
                new Report.Document("birds", artifacts.write("{\"birds\": 5}".getBytes(UTF_8)))));
    return artifacts.write(new ReportDocument(report, List.of(), partial).json());
  }

  /** A spec to ask for, of the birds that the server has declared. */
  static String asked(String changes) {
    JsonMapper json = JsonMapper.builder().build();
    try {
      JsonNode spec =
          json.readTree(
              """
              {"method":"counting","images":{"name":"birds"},"models":[{"name":"%s"}],"options":{}}"""
                  .formatted(WebServer.BIRDS.spec().name()));
      JsonNode merged = ((ObjectNode) spec).setAll((ObjectNode) json.readTree(changes));
      return json.createObjectNode().<ObjectNode>set("spec", merged).toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

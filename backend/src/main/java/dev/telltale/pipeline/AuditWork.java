package dev.telltale.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report;
import dev.telltale.audit.ReportDocument;
import dev.telltale.audit.ReportFiles;
import dev.telltale.audit.SetAside;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.StageRun;
import dev.telltale.kafka.event.AuditRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator has an audit's method work out between units: plans, folds, the report. Takes
 * long; touches nothing that another thread has.
 *
 * @param tools what the member audits with
 * @param spec what is audited
 */
record AuditWork(AuditTools tools, AuditSpec spec) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The most that a unit's description may take in a record. */
  private static final int MOST_UNIT_BYTES = 256 * 1024;

  /**
   * What an audit goes on with.
   *
   * @param names of all its stages
   * @param stage the next; null when all are folded
   * @param report the report then; null before
   */
  record Opened(List<String> names, @Nullable OpenStage stage, @Nullable Kept report) {}

  /**
   * A report that was made, in part or whole. The versions are not in it, so that others come to
   * the same bytes.
   *
   * @param report its address
   * @param provenance address of what it comes from, with the versions that are here
   */
  record Kept(String report, String provenance) {}

  /**
   * Opens the next stage, or writes the report when there is none.
   *
   * @param known names of the stages; empty when that was not asked before
   * @param folded addresses of what came of the first of them
   * @param aside units that the audit does without
   * @throws UncheckedIOException if the artifact store cannot be used
   * @throws RuntimeException if the method cannot go on
   */
  Opened open(List<String> known, Map<String, String> folded, List<SetAside> aside) {
    AuditSubject subject = tools.subjects().apply(spec);
    List<String> names = known.isEmpty() ? stages(subject) : known;
    Map<String, JsonNode> outcomes = new LinkedHashMap<>();
    folded.forEach((name, at) -> outcomes.put(name, UnitWork.json(tools.artifacts(), at)));
    if (folded.size() == names.size()) {
      Report report = method().report(subject, outcomes, tools.artifacts());
      return new Opened(names, null, kept(new ReportDocument(report, aside)));
    }
    String name = names.get(folded.size());
    StagePlan plan = method().plan(name, subject, outcomes);
    for (JsonNode unit : plan.units()) {
      if (bytes(unit).length > MOST_UNIT_BYTES) {
        throw new IllegalStateException(
            "a unit of %s is described in more than %d bytes".formatted(name, MOST_UNIT_BYTES));
      }
    }
    return new Opened(
        names,
        new OpenStage(
            subject, outcomes, plan, new StageRun(name, plan), new StageResults.Gathered()),
        null);
  }

  /** A name that no record can have is found out here, where it fails only its own audit. */
  private List<String> stages(AuditSubject subject) {
    List<String> names = method().stages(subject);
    names.forEach(name -> new AuditRecord.Stage(name, 0, null, 0, null));
    return names;
  }

  /**
   * Puts a stage's results together.
   *
   * @return address of the outcome
   */
  String fold(String name, OpenStage stage, StageResults results) {
    return write(bytes(method().fold(name, stage.subject(), stage.outcomes(), results)));
  }

  /**
   * Makes the report of what is known in the middle of a stage.
   *
   * @param results those that are there
   * @param aside units that the audit does without
   * @return null when nothing is known yet
   * @throws RuntimeException if the method cannot tell anything of so much
   */
  @Nullable Kept partial(String name, OpenStage stage, StageResults results, List<SetAside> aside) {
    int done = results.units() - results.missing();
    Map<String, JsonNode> outcomes = new LinkedHashMap<>(stage.outcomes());
    if (done > 0) {
      JsonNode folded = method().fold(name, stage.subject(), stage.outcomes(), results.soFar());
      outcomes.put(name, readBack(bytes(folded)));
    }
    if (outcomes.isEmpty()) {
      return null;
    }
    Report report = method().report(stage.subject(), outcomes, tools.artifacts());
    var partial = new ReportDocument.Partial(name, done, results.units());
    return kept(new ReportDocument(report, aside, partial));
  }

  private Kept kept(ReportDocument document) {
    return new Kept(write(document.json()), write(bytes(ReportFiles.provenance(spec))));
  }

  private AuditMethod method() {
    AuditMethod found = tools.methods().get(spec.method());
    if (found == null) {
      throw new IllegalStateException(
          "there is no method %s here; there are: %s"
              .formatted(spec.method(), String.join(", ", tools.methods().keySet())));
    }
    return found;
  }

  private String write(byte[] bytes) {
    try {
      return tools.artifacts().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("an outcome cannot be kept: " + e.getMessage(), e);
    }
  }

  /** As it is when it comes out of the store. */
  private static JsonNode readBack(byte[] written) {
    try {
      return JSON.readTree(written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(JsonNode value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

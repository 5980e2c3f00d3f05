package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Document;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the stages found, for people; of a part of them too. */
final class SpuriosityReport {
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final AuditSubject subject;
  private final SpuriosityOptions options;
  private final JsonNode encoded;
  private final JsonNode head;
  private final FeatureEntries entries;
  private final JsonNode gaps;
  private final JsonNode figures;
  private final JsonNode tunings;
  private final Crops crops;
  private final Additions additions;
  private final Artifacts artifacts;

  SpuriosityReport(
      AuditSubject subject,
      SpuriosityOptions options,
      Map<String, JsonNode> outcomes,
      Artifacts artifacts) {
    this.subject = subject;
    this.options = options;
    this.encoded = outcomes.getOrDefault(Spuriosity.ENCODE, NOTHING);
    this.head = outcomes.getOrDefault(Spuriosity.HEAD, NOTHING);
    this.entries =
        new FeatureEntries(
            subject.images().classes(),
            options,
            head,
            outcomes.getOrDefault(Spuriosity.EVIDENCE, NOTHING));
    this.gaps = outcomes.getOrDefault(Spuriosity.GAPS, NOTHING);
    this.figures = gaps.has("figures") ? GapStage.figures(gaps, artifacts) : NOTHING;
    this.tunings = outcomes.getOrDefault(Spuriosity.TUNING, NOTHING).path("tunings");
    this.crops = new Crops(options, outcomes.getOrDefault(Spuriosity.CROPS, NOTHING));
    this.additions = new Additions(subject, options, outcomes, artifacts);
    this.artifacts = artifacts;
  }

  Report report() {
    List<Section> sections = new ArrayList<>();
    sections.add(images());
    FeatureSections features = new FeatureSections(subject, entries, figures);
    if (head.has("top")) {
      sections.add(features.features());
    }
    if (figures.has("classes")) {
      sections.add(features.rankings());
    }
    if (figures.has("models")) {
      GapSections of = new GapSections(subject, options, figures, crops);
      sections.addAll(List.of(of.gaps(), of.models(), of.flagged()));
    }
    if (!tunings.isEmpty()) {
      sections.add(tuning().section());
    }
    sections.addAll(additions.sections());
    List<Document> documents =
        new SpuriosityDocuments(subject, options, head, entries, gaps, figures, crops)
            .all(tunings, artifacts);
    documents.addAll(additions.documents());
    return new Report(
        "Spuriosity of " + subject.images().name(),
        findings(),
        sections,
        new TuningDocument(options, figures, tunings).bundles(),
        documents);
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (JsonNode model : figures.path("models")) {
      Figure gap = Cells.figure(model.get("mean"));
      findings.add(
          "%s: accuracy is %s %s where spurious cues are strongest than where they are weakest."
              .formatted(
                  model.get("name").textValue(),
                  Cells.points(gap.value() < 0 ? reversed(gap) : gap),
                  gap.value() < 0 ? "lower" : "higher"));
    }
    findings.addAll(tuning().findings());
    findings.addAll(additions.findings());
    return findings;
  }

  private TuningSection tuning() {
    int model = options.tuned(subject);
    boolean joined =
        (model > 0 || !options.fitted())
            && subject.images().classes().stream()
                .anyMatch(label -> subject.classMaps().get(model).indicesFor(label).size() > 1);
    return new TuningSection(options, tunings, joined);
  }

  private static Figure reversed(Figure gap) {
    return new Figure(-gap.value(), -gap.high(), -gap.low(), gap.n(), gap.why());
  }

  private Section images() {
    List<List<Cell>> rows = new ArrayList<>();
    int unreadable = 0;
    for (JsonNode chunk : encoded.path("chunks")) {
      for (JsonNode one : chunk.get("unreadable")) {
        unreadable++;
        rows.add(
            List.of(
                new Text(subject.images().samples().id(one.get("place").intValue())),
                new Text(one.get("reason").textValue())));
      }
    }
    List<Table> tables = new ArrayList<>();
    tables.add(
        new Table(
            "images",
            "The pictures.",
            Cells.columns(
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
              Cells.columns("image:Picture", "reason:Reason"),
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
}

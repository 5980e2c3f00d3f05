package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report.Document;
import dev.telltale.audit.Report.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the report says beyond rankings, gaps and tuning: the stages that an option switches, each
 * once it is folded, and the verdicts as they can be given again.
 */
final class Additions {

  private final List<Section> sections = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private final Artifacts artifacts;

  Additions(
      AuditSubject subject,
      SpuriosityOptions options,
      Map<String, JsonNode> outcomes,
      Artifacts artifacts) {
    this.artifacts = artifacts;
    JsonNode head = outcomes.get(Spuriosity.HEAD);
    if (!outcomes.containsKey(Spuriosity.EVIDENCE) || head == null || !head.has("top")) {
      return;
    }
    Verdicts verdicts = Verdicts.of(subject, options, head, outcomes.get(Spuriosity.EVIDENCE));
    keep("verdicts", VerdictText.json(subject.images().classes(), verdicts));
    JsonNode sensitivity = outcomes.get(Spuriosity.SENSITIVITY);
    if (sensitivity != null) {
      List<String> models = Spuriosity.modelNames(subject, options);
      Sensitivities measured = Sensitivities.of(sensitivity, head, models.size());
      SensitivitySection section =
          new SensitivitySection(subject, options, head, verdicts, measured);
      sections.add(section.section());
      findings.addAll(section.findings());
      // A unit more changes every adjusted p-value: all of them would be written again each time.
      if (!sensitivity.path(SensitivityStage.OPEN).booleanValue()) {
        new SensitivityDocuments(models, options, head, verdicts, measured)
            .write(subject.images().classes().size(), this::keep);
      }
    }
    JsonNode concepts = outcomes.get(Spuriosity.CONCEPTS);
    if (concepts != null) {
      ConceptSection section = new ConceptSection(subject, options, concepts);
      sections.add(section.section());
      findings.addAll(section.findings());
      keep("concepts", section.document());
    }
    JsonNode discovery = outcomes.get(Spuriosity.DISCOVERY);
    Proposal proposal = options.discovery();
    if (discovery != null && proposal != null) {
      DiscoverySection section = new DiscoverySection(subject, proposal, discovery);
      sections.add(section.section());
      findings.addAll(section.findings());
      keep("discovery", section.document());
    }
  }

  List<Section> sections() {
    return sections;
  }

  List<String> findings() {
    return findings;
  }

  List<Document> documents() {
    return documents;
  }

  private void keep(String name, ObjectNode document) {
    documents.add(new Document(name, Json.keep(document, artifacts)));
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The documents of a report, as far as the stages went. Those that hold rankings were written by
 * the stage that made them; the rest is put together here, one after the other.
 *
 * @param head outcome of that stage; an empty object where it is not known yet, as the others
 * @param gaps outcome of that stage
 * @param figures that it told the address of
 * @param crops of the flagged images
 */
record SpuriosityDocuments(
    AuditSubject subject,
    SpuriosityOptions options,
    JsonNode head,
    FeatureEntries features,
    JsonNode gaps,
    JsonNode figures,
    Crops crops) {

  List<Document> all(JsonNode tunings, Artifacts artifacts) {
    List<Document> documents = new ArrayList<>();
    if (!head.has("top")) {
      return documents;
    }
    ObjectNode classes = ClassesDocument.of(subject, options, features, figures);
    documents.add(new Document("classes", Json.keep(classes, artifacts)));
    documents.add(new Document("features", Json.keep(features.features(), artifacts)));
    if (gaps.has("gaps")) {
      documents.add(new Document("gaps", gaps.get("gaps").textValue()));
      TuningDocument tuning = new TuningDocument(options, figures, tunings);
      documents.add(new Document("tuning", Json.keep(tuning.json(gaps), artifacts)));
    }
    if (gaps.has("reference")) {
      documents.add(new Document(SpuriosityReference.NAME, gaps.get("reference").textValue()));
    }
    List<String> names = subject.images().classes();
    Set<Integer> flagged = new HashSet<>();
    gaps.path("flagged").forEach(one -> flagged.add(one.get("class").intValue()));
    for (int c = 0; c < names.size(); c++) {
      documents.add(
          new Document(
              "class-" + c,
              gaps.has("classes")
                  ? ranked(gaps.get("classes").get(c).textValue(), flagged.contains(c), artifacts)
                  : Json.keep(ClassDocument.of(c, names.get(c), features), artifacts)));
    }
    return documents;
  }

  /** With its crops, which are made after it was written. */
  private String ranked(String address, boolean flagged, Artifacts artifacts) {
    return flagged ? Json.keep(crops.into(Json.read(address, artifacts)), artifacts) : address;
  }
}

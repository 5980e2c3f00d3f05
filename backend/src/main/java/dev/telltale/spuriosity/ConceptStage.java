package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.SampleTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Concepts that the data set tells of as directions in feature space: found on the images to tune
 * on, and each model's gap between the images that lie farthest along and against them on those
 * that are reported. What each comes to is adjusted with all others when the report is made.
 */
final class ConceptStage {
  /** A cue is used where its adjusted p-value is at most this. */
  static final double RATE = 0.05;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Sheets of a concept; of more classes with a gap the first ones. */
  private static final int MOST_SHEETS = 40;

  private ConceptStage() {}

  /** One unit for each concept. */
  static StagePlan plan(AuditSubject subject, SpuriosityOptions options) {
    int concepts = Concept.of(subject, options.concepts()).size();
    return StagePlan.parallel(
        IntStream.range(0, concepts)
            .mapToObj(concept -> JSON.objectNode().put("concept", concept))
            .toList());
  }

  static JsonNode work(
      JsonNode unit, Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    AuditSubject subject = bench.subject();
    Concept concept = Concept.of(subject, options.concepts()).get(unit.get("concept").intValue());
    ObjectNode result = JSON.objectNode().put("name", concept.name());
    ArrayNode cells = result.putArray("cells");
    Ranked ranked = new Ranked(outcomes, options, bench);
    int classes = subject.images().classes().size();
    ConceptDirection direction = direction(concept, ranked, classes, bench);
    result.put("missing", direction.missing());
    if (direction.missing() != null) {
      return result;
    }
    int[] reporting = ranked.splits().reporting();
    List<Ranking> rankings = direction.rankings(ranked.examples(reporting), classes);
    List<MeasuredModel> models = MeasuredModel.of(subject, options);
    List<Predictions> predictions =
        models.stream().map(model -> model.predictions(ranked, reporting, bench)).toList();
    int sheets = 0;
    for (Ranking ranking : rankings) {
      bench.breathe();
      Ends ends = Ends.of(ranking, options.whole("k"));
      if (ends.missing() != null) {
        continue;
      }
      double smallest = 1;
      ObjectNode cell = cells.addObject().put("class", ranking.classIndex());
      ArrayNode gaps = cell.putArray("gaps");
      for (Predictions one : predictions) {
        ClassGap gap = ClassGap.of(ends, one, options.level());
        smallest = Math.min(smallest, gap.pValue());
        ObjectNode measured = gaps.addObject().put("p", gap.pValue());
        measured.set("gap", Json.estimate(gap.gap()));
      }
      if (smallest <= RATE && sheets++ < MOST_SHEETS) {
        EndsSheet.of(ranking, reporting, bench).describe(cell);
      }
    }
    return result;
  }

  static JsonNode fold(Results results) {
    ObjectNode all = JSON.objectNode();
    ArrayNode concepts = all.putArray("concepts");
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(unit -> concepts.add(unit.value()));
    }
    return all;
  }

  private static ConceptDirection direction(
      Concept concept, Ranked ranked, int classes, Workbench bench) {
    SampleTable samples = bench.subject().images().samples();
    int[] known =
        Arrays.stream(ranked.splits().tuning())
            .filter(place -> concept.isOf(samples, place).isPresent())
            .toArray();
    boolean[] has = new boolean[known.length];
    for (int i = 0; i < known.length; i++) {
      has[i] = concept.isOf(samples, known[i]).orElseThrow();
    }
    return ConceptDirection.withinClasses(ranked.examples(known), has, classes);
  }
}

package dev.telltale.groups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report;
import dev.telltale.audit.Results;
import dev.telltale.audit.SpecException;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How accurate models are in each group of images, label × attributes: worst-group accuracy (Sagawa
 * et al. 2020), calibration (Guo et al. 2017), confusion, and paired differences between models;
 * every figure with its interval and the number of images behind it.
 */
public final class Groups implements AuditMethod {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SCORES = "scores";
  private static final String INTERVALS = "intervals";

  @Override
  public String name() {
    return "groups";
  }

  @Override
  public String summary() {
    return "In which groups of pictures is a model wrong, and does it know when it is?";
  }

  @Override
  public ObjectNode schema() {
    return GroupOptions.schema();
  }

  @Override
  public ObjectNode options(ObjectNode asked) {
    return GroupOptions.complete(asked);
  }

  @Override
  public List<String> stages(AuditSubject subject) {
    DataSet images = subject.images();
    models().refuseOther(subject.models().size());
    if (images.samples().label().isEmpty()) {
      List<String> known = images.samples().attributes().stream().map(Column::name).toList();
      throw new SpecException(
          "images.task",
          images.name()
              + " has no label of its own; name the attribute to be told"
              + (known.isEmpty() ? "" : ", such as " + known.get(0)));
    }
    for (int i = 0; i < subject.models().size(); i++) {
      String field = "models[" + i + "]";
      String name = subject.spec().models().get(i).name();
      ModelBundle bundle = subject.models().get(i);
      if (bundle.spec().kind() != ModelSpec.Kind.CLASSIFIER) {
        throw new SpecException(field, name + " is no classifier");
      }
      var map = subject.classMaps().get(i);
      if (images.classes().stream().allMatch(label -> map.indicesFor(label).isEmpty())) {
        throw new SpecException(
            field,
            "no label of %s (%s) is a class of %s (%s); give a class map"
                .formatted(
                    images.name(), few(images.classes()), name, few(bundle.spec().classes())));
      }
    }
    return List.of(SCORES, INTERVALS);
  }

  @Override
  public StagePlan plan(String stage, AuditSubject subject, Map<String, JsonNode> outcomes) {
    GroupOptions options = GroupOptions.of(subject.spec().options());
    if (stage.equals(INTERVALS)) {
      return StagePlan.parallel(
          Intervals.plan(evidence(subject, outcomes).targets(), options.resamples()));
    }
    return StagePlan.chunks(subject.images().samples().size(), options.chunk());
  }

  @Override
  public JsonNode work(
      String stage,
      JsonNode unit,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before,
      Workbench bench) {
    return stage.equals(SCORES)
        ? new Scorer(bench).score(unit.get("from").intValue(), unit.get("to").intValue())
        : Intervals.work(unit, evidence(bench.subject(), outcomes), bench::breathe);
  }

  @Override
  public JsonNode fold(
      String stage, AuditSubject subject, Map<String, JsonNode> outcomes, Results results) {
    return stage.equals(SCORES)
        ? ScoreTable.of(subject, results).json()
        : Intervals.fold(
            evidence(subject, outcomes), GroupOptions.of(subject.spec().options()), results);
  }

  @Override
  public Report report(AuditSubject subject, Map<String, JsonNode> outcomes, Artifacts artifacts) {
    if (!outcomes.containsKey(SCORES)) {
      return new Report(GroupsReport.title(subject), List.of(), List.of());
    }
    return new GroupsReport(
            subject,
            evidence(subject, outcomes),
            outcomes.getOrDefault(INTERVALS, JSON.objectNode()))
        .report();
  }

  private static Evidence evidence(AuditSubject subject, Map<String, JsonNode> outcomes) {
    return new Evidence(
        subject, ScoreTable.of(outcomes.get(SCORES)), GroupOptions.of(subject.spec().options()));
  }

  private static String few(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(3, names.size())))
        + (names.size() > 3 ? ", …" : "");
  }
}

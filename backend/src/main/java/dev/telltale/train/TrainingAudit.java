package dev.telltale.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.ModelCount;
import dev.telltale.audit.Report;
import dev.telltale.audit.Results;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A training as an audit: an epoch is a unit, each goes on from the result of the one before, on
 * whatever worker, and what comes out is a bundle, the same bytes as the command {@code train}
 * saves. Begins with a network of Telltale's own, or with the one model that is given.
 */
public final class TrainingAudit implements AuditMethod {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String EPOCHS = "epochs";
  private static final String BUNDLE = "bundle";

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "Trains a network on the pictures, and saves it as a bundle.";
  }

  @Override
  public ModelCount models() {
    return new ModelCount(0, 1);
  }

  @Override
  public ObjectNode schema() {
    return TrainingOptions.schema();
  }

  @Override
  public ObjectNode options(ObjectNode asked) {
    return TrainingOptions.of(asked).json();
  }

  @Override
  public List<String> stages(AuditSubject subject) {
    models().refuseOther(subject.models().size());
    AuditedTraining.of(subject).unread();
    return List.of(EPOCHS, BUNDLE);
  }

  /**
   * {@inheritDoc}
   *
   * @throws TrainingException of the stage that follows the epochs, if these did not come to their
   *     end: the audit cannot go on, and its message says why
   */
  @Override
  public StagePlan plan(String stage, AuditSubject subject, Map<String, JsonNode> outcomes) {
    int epochs = subject.spec().options().get(EPOCHS).intValue();
    if (stage.equals(EPOCHS)) {
      return StagePlan.chain(
          IntStream.rangeClosed(1, epochs)
              .mapToObj(epoch -> JSON.objectNode().put("epoch", epoch))
              .toList());
    }
    JsonNode last = outcomes.get(EPOCHS).get("state");
    if (last.isNull()) {
      throw new TrainingException("the first epoch could not be done");
    }
    TrainingState state = TrainingState.of(last);
    if (state.diverged() != null) {
      throw TrainingException.diverged(state.diverged());
    }
    if (!Learner.isDone(AuditedTraining.of(subject).spec(), state.history())) {
      throw new TrainingException(
          "epoch %d of %d could not be done; what was learnt before is kept, and retry goes on from there"
              .formatted(state.history().size() + 1, epochs));
    }
    return StagePlan.parallel(List.of(JSON.objectNode()));
  }

  @Override
  public JsonNode work(
      String stage,
      JsonNode unit,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before,
      Workbench bench) {
    AuditedTraining training = AuditedTraining.of(bench.subject());
    return stage.equals(EPOCHS)
        ? new EpochUnit(training, bench).work(before)
        : BundleUnit.work(
            training, TrainingState.of(outcomes.get(EPOCHS).get("state")), bench.artifacts());
  }

  /** Of the epochs the last state, which has all of them in it; of the bundle what it is. */
  @Override
  public JsonNode fold(
      String stage, AuditSubject subject, Map<String, JsonNode> outcomes, Results results) {
    JsonNode last = JSON.nullNode();
    try (Stream<Results.Result> all = results.stream()) {
      for (Results.Result one : (Iterable<Results.Result>) all::iterator) {
        last = one.value();
      }
    }
    return JSON.objectNode().set(stage.equals(EPOCHS) ? "state" : BUNDLE, last);
  }

  @Override
  public Report report(AuditSubject subject, Map<String, JsonNode> outcomes, Artifacts artifacts) {
    JsonNode state = outcomes.containsKey(EPOCHS) ? outcomes.get(EPOCHS).get("state") : null;
    JsonNode bundle = outcomes.containsKey(BUNDLE) ? outcomes.get(BUNDLE).get(BUNDLE) : null;
    return new TrainingAuditReport(
            AuditedTraining.of(subject),
            subject.spec(),
            state == null || state.isNull() ? null : TrainingState.of(state),
            bundle == null || bundle.isNull() ? null : bundle)
        .report();
  }
}

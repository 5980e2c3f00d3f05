package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.AuditMethod;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.ModelCount;
import dev.telltale.audit.Report;
import dev.telltale.audit.Results;
import dev.telltale.audit.SpecException;
import dev.telltale.audit.StagePlan;
import dev.telltale.audit.Workbench;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Spuriosity rankings (Moayeri et al. 2023): the features that matter for each class are found and
 * shown, images are ranked by how strongly the spurious ones are present, models are measured at
 * both ends of the rankings, and a head is tuned on the lower end, beside two controls.
 *
 * <p>The first model's features rank; it may be an encoder, whose head is fitted here. All models
 * are asked among the data set's labels only.
 */
public final class Spuriosity implements AuditMethod {
  static final String ENCODE = "encode";
  static final String HEAD = "head";
  static final String EXCHANGE = "exchange";
  static final String EVIDENCE = "evidence";
  static final String GAPS = "gaps";
  static final String CROPS = "crops";
  static final String ENCODE_TUNED = "encode-tuned";
  static final String TUNING = "tuning";
  static final String SENSITIVITY = "sensitivity";
  static final String CONCEPTS = "concepts";
  static final String DISCOVERY = "discovery";

  /** Where the unit that makes the head was set aside, these have nothing to do. */
  private static final Set<String> NEED_A_HEAD = Set.of(GAPS, CONCEPTS, DISCOVERY);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Override
  public String name() {
    return "spuriosity";
  }

  @Override
  public String summary() {
    return "Which cues does a model need that do not belong to the class, and can it do without?";
  }

  /** The paper looks at 89. */
  @Override
  public ModelCount models() {
    return new ModelCount(1, 100);
  }

  @Override
  public ObjectNode schema() {
    return SpuriosityOptions.schema();
  }

  @Override
  public ObjectNode options(ObjectNode asked) {
    return SpuriosityOptions.of(asked).json();
  }

  @Override
  public List<String> stages(AuditSubject subject) {
    models().refuseOther(subject.models().size());
    List<String> classes = subject.images().classes();
    if (classes.size() < 2) {
      throw new SpecException(
          "images.task", subject.images().name() + " has no two labels to tell apart");
    }
    SpuriosityOptions options = options(subject);
    for (int m = 0; m < subject.models().size(); m++) {
      check(subject, m, options);
    }
    checkVerdicts(subject, options);
    boolean concepts = !Concept.of(subject, options.concepts()).isEmpty();
    List<String> stages = new ArrayList<>(List.of(ENCODE, HEAD));
    add(stages, EXCHANGE, options.rule() == Suggestion.Rule.EXCHANGE);
    stages.addAll(List.of(EVIDENCE, GAPS));
    add(stages, CROPS, options.crops());
    add(stages, ENCODE_TUNED, options.tuned(subject) > 0);
    stages.add(TUNING);
    add(stages, SENSITIVITY, options.sensitivity() > 0);
    add(stages, CONCEPTS, concepts);
    add(stages, DISCOVERY, options.discovery() != null);
    return List.copyOf(stages);
  }

  private static void add(List<String> stages, String stage, boolean wanted) {
    if (wanted) {
      stages.add(stage);
    }
  }

  private static void checkVerdicts(AuditSubject subject, SpuriosityOptions options) {
    int channels =
        subject.models().get(0).linearHead().map(LinearHead::channels).orElse(Integer.MAX_VALUE);
    options
        .verdicts()
        .forEach(
            (label, named) -> {
              if (!subject.images().classes().contains(label)) {
                throw new SpecException(
                    "options.verdicts",
                    "%s has no label %s".formatted(subject.images().name(), label));
              }
              for (int channel : named) {
                if (channel >= channels) {
                  throw new SpecException(
                      "options.verdicts", Verdicts.beyond(label, channel, channels));
                }
              }
            });
  }

  private static void check(AuditSubject subject, int m, SpuriosityOptions options) {
    String field = "models[" + m + "]";
    String name = subject.spec().models().get(m).name();
    ModelSpec.Kind kind = subject.models().get(m).spec().kind();
    if (m > 0 && kind == ModelSpec.Kind.SEGMENTER) {
      checkSegmenter(subject, m, field, name);
      return;
    }
    if (kind != ModelSpec.Kind.CLASSIFIER && !(m == 0 && kind == ModelSpec.Kind.ENCODER)) {
      throw new SpecException(
          field, name + (m == 0 ? " is no encoder and no classifier" : " is no classifier"));
    }
    if (m == 0 && !options.fitted() && subject.models().get(0).linearHead().isEmpty()) {
      throw new SpecException(
          field, name + " has no linear head (head.json); give the option head=fitted");
    }
    if (kind == ModelSpec.Kind.CLASSIFIER && !(m == 0 && options.fitted())) {
      if (subject.classMaps().get(m).attribute().isPresent()) {
        throw new SpecException(
            field,
            "%s tells attributes one by one, which this method does not take yet; give a classifier with a class for each label%s"
                .formatted(name, m == 0 ? ", or the option head=fitted" : ""));
      }
      for (String label : subject.images().classes()) {
        if (subject.classMaps().get(m).indicesFor(label).isEmpty()) {
          throw new SpecException(
              field,
              "%s knows no class for the label %s; give a class map%s"
                  .formatted(name, label, m == 0 ? ", or the option head=fitted" : ""));
        }
      }
    }
  }

  /** It looks at the pictures in the place of the first model. */
  private static void checkSegmenter(AuditSubject subject, int m, String field, String name) {
    int first = Masks.segmenter(subject);
    if (first != m) {
      throw new SpecException(
          field,
          "%s and %s are segmenters; give one"
              .formatted(subject.spec().models().get(first).name(), name));
    }
    ModelSpec own = subject.models().get(m).spec();
    ModelSpec network = subject.models().get(0).spec();
    if (!own.seesTheSame(network)) {
      throw new SpecException(
          field,
          "%s takes pictures of %d × %d, the first model of %d × %d: its masks would be of other parts of them; export it for the same proportions"
              .formatted(name, own.width(), own.height(), network.width(), network.height()));
    }
  }

  @Override
  public StagePlan plan(String stage, AuditSubject subject, Map<String, JsonNode> outcomes) {
    SpuriosityOptions options = options(subject);
    if (NEED_A_HEAD.contains(stage) && !outcomes.get(HEAD).has("head")) {
      return StagePlan.parallel(List.of());
    }
    return switch (stage) {
      case ENCODE, ENCODE_TUNED -> EncodeStage.plan(subject, options.whole("chunk"));
      case EXCHANGE -> ExchangeStage.plan(subject);
      case EVIDENCE -> EvidenceStage.plan(outcomes.get(HEAD));
      case CROPS -> CropStage.plan(outcomes.get(GAPS));
      case TUNING -> TuningStage.plan(outcomes.get(GAPS), options);
      case SENSITIVITY -> SensitivityStage.plan(outcomes.get(HEAD), subject, options);
      case CONCEPTS -> ConceptStage.plan(subject, options);
      case DISCOVERY -> DiscoveryStage.plan(subject);
      default -> StagePlan.parallel(List.of(JSON.objectNode()));
    };
  }

  @Override
  public JsonNode work(
      String stage,
      JsonNode unit,
      Map<String, JsonNode> outcomes,
      @Nullable JsonNode before,
      Workbench bench) {
    SpuriosityOptions options = options(bench.subject());
    return switch (stage) {
      case ENCODE -> EncodeStage.work(unit, bench);
      case ENCODE_TUNED -> EncodeStage.features(unit, options.tuned(bench.subject()), bench);
      case HEAD -> HeadStage.work(outcomes.get(ENCODE), options, bench);
      case EVIDENCE ->
          EvidenceStage.work(
              unit.get("index").intValue(),
              outcomes.get(HEAD),
              outcomes.getOrDefault(EXCHANGE, MissingNode.getInstance()),
              options,
              bench);
      case EXCHANGE ->
          ExchangeStage.work(
              unit.get("class").intValue(),
              outcomes.get(ENCODE),
              outcomes.get(HEAD),
              options,
              bench);
      case GAPS -> GapStage.work(outcomes, options, bench);
      case CROPS -> CropStage.work(unit, outcomes, options, bench);
      case SENSITIVITY -> SensitivityStage.work(unit, outcomes, options, bench);
      case CONCEPTS -> ConceptStage.work(unit, outcomes, options, bench);
      case DISCOVERY -> DiscoveryStage.work(unit, outcomes, options, bench);
      default -> TuningUnit.work(unit, outcomes, before, options, bench);
    };
  }

  @Override
  public JsonNode fold(
      String stage, AuditSubject subject, Map<String, JsonNode> outcomes, Results results) {
    return switch (stage) {
      case ENCODE, ENCODE_TUNED -> EncodeStage.fold(results);
      case EXCHANGE -> ExchangeStage.fold(results);
      case EVIDENCE -> EvidenceStage.fold(results);
      case CROPS -> CropStage.fold(results);
      case TUNING -> TuningStage.fold(results);
      case SENSITIVITY -> SensitivityStage.fold(results);
      case CONCEPTS -> ConceptStage.fold(results);
      case DISCOVERY -> DiscoveryStage.fold(results);
      default -> GapStage.fold(results);
    };
  }

  @Override
  public Report report(AuditSubject subject, Map<String, JsonNode> outcomes, Artifacts artifacts) {
    return new SpuriosityReport(subject, options(subject), outcomes, artifacts).report();
  }

  /** The models that have gaps, in order: the head that is tuned, then the other classifiers. */
  static List<String> modelNames(AuditSubject subject, SpuriosityOptions options) {
    return MeasuredModel.of(subject, options).stream().map(MeasuredModel::name).toList();
  }

  private static SpuriosityOptions options(AuditSubject subject) {
    return SpuriosityOptions.of(subject.spec().options());
  }
}

package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.features.head.Examples;
import dev.telltale.model.LinearHead;
import java.util.List;
import java.util.Map;

/** What the stages after the verdicts work with: features, splits, head and S(c). */
final class Ranked {
  private final StoredFeatures features;
  private final Splits splits;
  private final LinearHead head;
  private final Verdicts verdicts;
  private final StoredFeatures tunedFeatures;
  private final LinearHead tunedHead;

  Ranked(Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    AuditSubject subject = bench.subject();
    this.features = StoredFeatures.of(outcomes.get(Spuriosity.ENCODE), bench);
    this.splits = Splits.of(subject.images().samples(), features, options.seed());
    this.head = HeadStage.head(outcomes.get(Spuriosity.HEAD), bench.artifacts());
    this.verdicts =
        Verdicts.of(
            subject, options, outcomes.get(Spuriosity.HEAD), outcomes.get(Spuriosity.EVIDENCE));
    JsonNode tuned = outcomes.get(Spuriosity.ENCODE_TUNED);
    this.tunedFeatures = tuned == null ? features : StoredFeatures.of(tuned, bench);
    int model = options.tuned(subject);
    this.tunedHead = model == 0 ? head : HeadStage.own(subject, model);
  }

  Splits splits() {
    return splits;
  }

  LinearHead head() {
    return head;
  }

  Verdicts verdicts() {
    return verdicts;
  }

  StoredFeatures features() {
    return features;
  }

  Examples examples(int[] places) {
    return features.at(places);
  }

  /** The head that is tuned: {@link #head}, or another model's own. */
  LinearHead tunedHead() {
    return tunedHead;
  }

  /** Examples for it: the features of its own network. */
  Examples tunedExamples(int[] places) {
    return tunedFeatures.at(places);
  }

  /** How strongly the spurious features of each class are active on its images of a split. */
  List<Activations> activations(int[] places) {
    return Activations.gather(features.at(places), verdicts.spurious());
  }

  /** Rankings of a split, one per class, against the split's own images. */
  List<Ranking> rankings(int[] places) {
    return Ranking.of(features.at(places), verdicts.spurious());
  }
}

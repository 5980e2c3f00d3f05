package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.features.head.Examples;
import dev.telltale.model.LinearHead;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the stages after the verdicts work with: features, splits, head and S(c). Of its own worker,
 * and gone when it is closed.
 */
final class Ranked implements AutoCloseable {
  private final StoredFeatures features;
  private final Splits splits;
  private final LinearHead head;
  private final @Nullable StoredFeatures tunedFeatures;
  private final LinearHead tunedHead;
  private final Verdicts verdicts;

  Ranked(Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    AuditSubject subject = bench.subject();
    this.features = new StoredFeatures(subject, outcomes.get(Spuriosity.ENCODE), bench.artifacts());
    this.splits = Splits.of(subject.images().samples(), features, options.seed());
    this.head = HeadStage.head(outcomes.get(Spuriosity.HEAD), bench.artifacts());
    int tuned = options.tuned(subject);
    JsonNode encoded = outcomes.get(Spuriosity.ENCODE_TUNED);
    this.tunedFeatures =
        encoded == null ? null : new StoredFeatures(subject, encoded, bench.artifacts(), 0);
    this.tunedHead = tuned == 0 ? head : HeadStage.own(subject, tuned);
    this.verdicts =
        Verdicts.of(
            subject, options, outcomes.get(Spuriosity.HEAD), outcomes.get(Spuriosity.EVIDENCE));
  }

  Splits splits() {
    return splits;
  }

  LinearHead head() {
    return head;
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
    return (tunedFeatures == null ? features : tunedFeatures).at(places);
  }

  /** Rankings of a split, one per class, against the split's own images. */
  List<Ranking> rankings(int[] places) {
    return Ranking.of(features.at(places), verdicts.spurious());
  }

  /** The cues of each class on a split. */
  List<ClassCues> cues(int[] places) {
    return Activations.gather(features.at(places), verdicts.spurious()).stream()
        .map(ClassCues::of)
        .toList();
  }

  @Override
  public void close() {
    features.close();
    if (tunedFeatures != null) {
      tunedFeatures.close();
    }
  }
}

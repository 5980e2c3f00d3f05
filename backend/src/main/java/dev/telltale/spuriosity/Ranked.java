package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.features.head.Examples;
import dev.telltale.model.LinearHead;
import java.util.List;
import java.util.Map;

/**
 * What the stages after the verdicts work with: features, splits, head and S(c). Of its own worker,
 * and gone when it is closed.
 */
final class Ranked implements AutoCloseable {
  private final StoredFeatures features;
  private final Splits splits;
  private final LinearHead head;
  private final Verdicts verdicts;

  Ranked(Map<String, JsonNode> outcomes, SpuriosityOptions options, Workbench bench) {
    AuditSubject subject = bench.subject();
    this.features = new StoredFeatures(subject, outcomes.get(Spuriosity.ENCODE), bench.artifacts());
    this.splits = Splits.of(subject.images().samples(), features, options.seed());
    this.head = HeadStage.head(outcomes.get(Spuriosity.HEAD), bench.artifacts());
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
  }
}

package dev.telltale.spuriosity;

import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Workbench;
import dev.telltale.dataset.ClassMap;
import dev.telltale.features.head.Heads;
import dev.telltale.model.LinearHead;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The images of the reporting split as a reference for screening with the first model: as it takes
 * them, so against what it predicts.
 */
final class ReferenceImages {
  private ReferenceImages() {}

  /**
   * The address of the reference; empty where the first model predicts nothing, or none of its
   * predictions can be ranked.
   */
  static Optional<String> of(Ranked ranked, List<ClassCues> cues, int[] places, Workbench bench) {
    AuditSubject subject = bench.subject();
    ModelBundle model = subject.models().get(0);
    if (model.spec().kind() != ModelSpec.Kind.CLASSIFIER) {
      return Optional.empty();
    }
    List<String> labels = subject.images().classes();
    List<Set<Integer>> predictions = predictions(labels, subject.classMaps().get(0));
    SpuriosityReference reference =
        SpuriosityReference.of(
            model,
            labels,
            predictions,
            cues,
            ranked.examples(places),
            predicted(ranked, predictions, places, bench));
    return reference.classes().isEmpty() ? Optional.empty() : Optional.of(write(reference, bench));
  }

  private static String write(SpuriosityReference reference, Workbench bench) {
    try {
      return bench.artifacts().write(reference.json());
    } catch (IOException e) {
      throw new UncheckedIOException("the reference cannot be kept: " + e.getMessage(), e);
    }
  }

  /**
   * The class of each image by its prediction. A screening asks among all classes of the model; its
   * linear head can be asked the same here, of another head the answers among the labels are kept.
   */
  private static int[] predicted(
      Ranked ranked, List<Set<Integer>> predictions, int[] places, Workbench bench) {
    Optional<LinearHead> head = bench.subject().models().get(0).linearHead();
    if (head.isEmpty()) {
      return ranked.features().answers(0, places);
    }
    int[] classOf = new int[head.get().classes()];
    Arrays.fill(classOf, -1);
    for (int c = 0; c < predictions.size(); c++) {
      for (int k : predictions.get(c)) {
        classOf[k] = c;
      }
    }
    int[] strongest = Heads.answers(ranked.examples(places), head.get(), bench.device());
    return Arrays.stream(strongest).map(k -> classOf[k]).toArray();
  }

  /** The model's classes that mean each label; one that could mean several means the first. */
  private static List<Set<Integer>> predictions(List<String> labels, ClassMap map) {
    Set<Integer> taken = new HashSet<>();
    List<Set<Integer>> predictions = new ArrayList<>();
    for (String label : labels) {
      Set<Integer> own = new TreeSet<>(map.indicesFor(label));
      own.removeIf(k -> !taken.add(k));
      predictions.add(own);
    }
    return predictions;
  }
}

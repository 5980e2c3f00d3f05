package dev.telltale.study;

import dev.telltale.model.LinearHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A feature that matters for a class of birds, and what changes it.
 *
 * @param importance mean over the class's images of r·w (Spuriosity Rankings, sec. 3.1)
 * @param place by how many of its standard deviations it changes when the place alone is exchanged
 * @param bird the same when shape and plumage are exchanged
 */
record ImportantFeature(int classIndex, int feature, double importance, double place, double bird) {
  /** How many there are of each class: the paper's number for tasks of few classes. */
  static final int TOP = 15;

  /** Whether the bird changes it more than the place does. */
  boolean core() {
    return bird > place;
  }

  /** The most important ones of each class, for a head on features that it was fitted to. */
  static List<ImportantFeature> of(
      BirdNetworks birds, FeatureCache cache, Features learnt, LinearHead head)
      throws InterruptedException {
    Intervened changes = Intervened.of(birds, cache);
    List<ImportantFeature> found = new ArrayList<>();
    for (int k = 0; k < head.classes(); k++) {
      double[] mean = learnt.mean(k);
      int of = k;
      IntStream.range(0, head.channels())
          .boxed()
          .sorted(Comparator.comparingDouble(c -> -mean[c] * head.weight()[of][c]))
          .limit(TOP)
          .forEach(
              c ->
                  found.add(
                      new ImportantFeature(
                          of,
                          c,
                          mean[c] * head.weight()[of][c],
                          changes.place()[c],
                          changes.bird()[c])));
    }
    return found;
  }
}

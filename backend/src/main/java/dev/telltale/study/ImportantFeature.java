package dev.telltale.study;

import dev.telltale.dataset.waterbirds.BirdFactor;
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
    double[] place = change(birds, cache, List.of(BirdFactor.PLACE), "land", "water");
    double[] bird =
        change(
            birds, cache, List.of(BirdFactor.SHAPE, BirdFactor.PLUMAGE), "landbird", "waterbird");
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
                          of, c, mean[c] * head.weight()[of][c], place[c], bird[c])));
    }
    return found;
  }

  /** Absolute mean change of each feature between two values of factors, in its deviations. */
  private static double[] change(
      BirdNetworks birds, FeatureCache cache, List<BirdFactor> factors, String from, String to)
      throws InterruptedException {
    int count = cache.setting().number(400, 40);
    Features before = cache.of(factors.get(0) + "-" + from, birds.intervened(factors, from, count));
    Features after = cache.of(factors.get(0) + "-" + to, birds.intervened(factors, to, count));
    double[] change = new double[before.values()[0].length];
    for (int c = 0; c < change.length; c++) {
      double sum = 0;
      double all = 0;
      double square = 0;
      for (int i = 0; i < count; i++) {
        double a = before.values()[i][c];
        double b = after.values()[i][c];
        sum += b - a;
        all += a + b;
        square += a * a + b * b;
      }
      double mean = all / (2 * count);
      double deviation = Math.sqrt(Math.max(0, square / (2 * count) - mean * mean));
      change[c] = deviation == 0 ? 0 : Math.abs(sum / count) / deviation;
    }
    return change;
  }
}

package dev.telltale.study;

import dev.telltale.stats.RocAuc;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rankings of birds by their spurious features (Spuriosity Rankings, sec. 3.2). */
final class Spuriosity {
  private Spuriosity() {}

  /**
   * How well spuriosity, the mean of the spurious features in deviations of the class (sec. 3.2),
   * tells birds on their own ground from the others of the class; null without spurious features.
   */
  static @Nullable Double auc(
      Features learnt,
      Features reported,
      boolean[] off,
      List<ImportantFeature> found,
      int classIndex) {
    List<ImportantFeature> spurious =
        found.stream().filter(f -> f.classIndex() == classIndex && !f.core()).toList();
    if (spurious.isEmpty()) {
      return null;
    }
    List<Integer> images =
        IntStream.range(0, reported.values().length)
            .filter(i -> reported.table().label(i) == classIndex)
            .boxed()
            .toList();
    double[] mean = learnt.mean(classIndex);
    double[] deviation = learnt.deviation(classIndex, mean);
    double[] scores =
        images.stream()
            .mapToDouble(
                i ->
                    spurious.stream()
                        .mapToDouble(
                            f ->
                                (reported.values()[i][f.feature()] - mean[f.feature()])
                                    / deviation[f.feature()])
                        .average()
                        .orElseThrow())
            .toArray();
    boolean[] own = new boolean[images.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = !off[images.get(i)];
    }
    return RocAuc.of(own, scores);
  }
}

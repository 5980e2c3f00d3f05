package dev.telltale.spuriosity;

import dev.telltale.features.head.Examples;
import dev.telltale.model.LinearHead;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How much each feature adds to the logit of a class (Moayeri et al. 2023, sec. 3.1, app. I.2): the
 * mean over images of the class of r_i · W[c,i].
 *
 * <p>The paper means all images of the class; its published code takes those that the model gets
 * right. Which count is the caller's choice; in Telltale the paper's where nothing else is asked
 * for.
 *
 * @param byClass [K][C]; 0 for a class of which no image counts, see {@link #missing}
 * @param images how many counted of each class, [K]
 */
public record FeatureImportance(double[][] byClass, int[] images) {

  /**
   * Reads every image that counts once.
   *
   * @param head the layer from features to logits, one row per label
   * @param counts which places of the examples count
   * @throws IllegalArgumentException if the head has other channels, or a label has no row
   */
  public static FeatureImportance of(Examples examples, LinearHead head, IntPredicate counts) {
    if (head.channels() != examples.channels()) {
      throw new IllegalArgumentException(
          "a head of %d channels for features of %d"
              .formatted(head.channels(), examples.channels()));
    }
    double[][] sums = new double[head.classes()][head.channels()];
    int[] images = new int[head.classes()];
    float[] row = new float[head.channels()];
    for (int place = 0; place < examples.size(); place++) {
      int label = examples.label(place);
      if (label >= head.classes()) {
        throw new IllegalArgumentException("the head has no row for class " + label);
      }
      if (counts.test(place)) {
        examples.features(place, row, 0);
        images[label]++;
        double[] into = sums[label];
        for (int i = 0; i < row.length; i++) {
          into[i] += row[i];
        }
      }
    }
    for (int c = 0; c < sums.length; c++) {
      for (int i = 0; i < row.length && images[c] > 0; i++) {
        sums[c][i] *= head.weight()[c][i] / (double) images[c];
      }
    }
    return new FeatureImportance(sums, images);
  }

  /**
   * The most important features of a class, the first first; of equals the lower number. None where
   * no image counts.
   *
   * @param most 5 in the paper's study of ImageNet, 15 in those of few classes
   */
  public List<Integer> top(int classIndex, int most) {
    if (images[classIndex] == 0) {
      return List.of();
    }
    double[] of = byClass[classIndex];
    return IntStream.range(0, of.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> 0.0 - of[i]))
        .limit(most)
        .toList();
  }

  /** The classes for which a feature is among the most important ones, in their order. */
  public List<Integer> classesOf(int feature, int most) {
    return IntStream.range(0, byClass.length)
        .boxed()
        .filter(c -> top(c, most).contains(feature))
        .toList();
  }

  /** Why nothing is known of a class; empty where something is. */
  public Optional<String> missing(int classIndex) {
    return images[classIndex] == 0
        ? Optional.of("no image of the class counts for importance")
        : Optional.empty();
  }
}

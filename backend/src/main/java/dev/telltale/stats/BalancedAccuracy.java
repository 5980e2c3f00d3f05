package dev.telltale.stats;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * Balanced accuracy (Brodersen et al. 2010): the mean over the classes of the share of their items
 * that was predicted right, so that a frequent class does not hide a rare one. In [0,1]; 1/K for a
 * constant prediction. Only classes that occur among the labels count; NaN without items.
 */
public final class BalancedAccuracy {
  private BalancedAccuracy() {}

  /**
   * The balanced accuracy.
   *
   * @param predicted class per item
   * @param labels class per item
   * @throws IllegalArgumentException if the lengths differ
   */
  public static double of(int[] predicted, int[] labels) {
    Map<Integer, Accuracy> classes = byClass(predicted, labels);
    return weighted(classes, label -> 1.0 / classes.get(label).n());
  }

  /**
   * The accuracy when an item weighs as much as its label's class is given, Σ w·right / Σ w; with
   * weights inverse to the class frequencies it is the balanced accuracy.
   *
   * @param weights per class, ≥ 0; a label is an index into them
   * @throws IllegalArgumentException if the lengths differ
   * @throws IndexOutOfBoundsException if a label has no weight
   */
  public static double weighted(int[] predicted, int[] labels, double[] weights) {
    return weighted(byClass(predicted, labels), label -> weights[label]);
  }

  private static double weighted(Map<Integer, Accuracy> classes, IntToDoubleFunction weight) {
    double right = 0;
    double all = 0;
    for (Map.Entry<Integer, Accuracy> entry : classes.entrySet()) {
      double one = weight.applyAsDouble(entry.getKey());
      right += one * entry.getValue().right();
      all += one * entry.getValue().n();
    }
    return right / all;
  }

  private static Map<Integer, Accuracy> byClass(int[] predicted, int[] labels) {
    Pairs.check(predicted.length, labels.length);
    Map<Integer, Accuracy> classes = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      boolean right = predicted[i] == labels[i];
      classes.merge(labels[i], Accuracy.NONE.plus(right), (before, one) -> before.plus(right));
    }
    return classes;
  }
}

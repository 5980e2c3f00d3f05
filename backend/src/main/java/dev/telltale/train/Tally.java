package dev.telltale.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The loss and the accuracies over many batches. */
final class Tally {
  private final List<String> columns;
  private final double[] sums;
  private final double[] weights;
  private final long[] right;
  private final long[] answered;

  /**
   * @param terms of each batch's loss
   * @param columns that are answered, over all terms in order
   */
  Tally(int terms, List<String> columns) {
    this.columns = columns;
    this.sums = new double[terms];
    this.weights = new double[terms];
    this.right = new long[columns.size()];
    this.answered = new long[columns.size()];
  }

  /** Adds the terms of one batch, and tells its loss. */
  double add(List<Term> terms) {
    double loss = 0;
    int column = 0;
    for (int i = 0; i < terms.size(); i++) {
      Term term = terms.get(i);
      float mean = term.mean().toFloatArray()[0];
      loss += mean;
      sums[i] += mean * term.weight();
      weights[i] += term.weight();
      for (int k = 0; k < term.right().length; k++, column++) {
        right[column] += term.right()[k];
        answered[column] += term.answered()[k];
      }
    }
    return loss;
  }

  /** The sum of the terms, each a mean over all that was added. */
  double loss() {
    double loss = 0;
    for (int i = 0; i < sums.length; i++) {
      loss += weights[i] == 0 ? 0 : sums[i] / weights[i];
    }
    return loss;
  }

  /** The mean of the columns' accuracies, in [0,1]; null where nothing was answered. */
  @Nullable Double accuracy() {
    Map<String, Double> each = accuracies();
    return each.isEmpty()
        ? null
        : each.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The accuracy of each column of which an answer is known, in [0,1]. */
  Map<String, Double> accuracies() {
    Map<String, Double> each = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      if (answered[i] > 0) {
        each.put(columns.get(i), (double) right[i] / answered[i]);
      }
    }
    return each;
  }
}

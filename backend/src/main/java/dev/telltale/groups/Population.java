package dev.telltale.groups;

import dev.telltale.groups.ScoreTable.Answers;
import dev.telltale.stats.CalibrationError;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The images that figures of one model are over, by rising confidence; a resample is how often each
 * is drawn.
 *
 * @param order which of the places that it was made of each is
 * @param confidence of the model's answers
 * @param right whether they are right
 * @param logLoss see {@link Answer}
 * @param brier see {@link Answer}
 * @param cell the groups
 */
record Population(
    int[] order,
    double[] confidence,
    boolean[] right,
    double[] logLoss,
    double[] brier,
    int[] cell) {

  /**
   * Images of a model.
   *
   * @param places in the data set; their verdicts must be known
   */
  static Population of(Answers answers, Judged judged, Cells cells, int[] places) {
    int[] order =
        IntStream.range(0, places.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> answers.confidence()[places[i]]))
            .mapToInt(Integer::intValue)
            .toArray();
    int n = order.length;
    Population all =
        new Population(
            order, new double[n], new boolean[n], new double[n], new double[n], new int[n]);
    for (int i = 0; i < n; i++) {
      int place = places[order[i]];
      all.confidence[i] = answers.confidence()[place];
      all.right[i] = judged.verdict()[place] == 1;
      all.logLoss[i] = answers.logLoss()[place];
      all.brier[i] = answers.brier()[place];
      all.cell[i] = cells.of()[place];
    }
    return all;
  }

  /** How many images. */
  int size() {
    return order.length;
  }

  /** Every image once. */
  int[] once() {
    int[] weight = new int[size()];
    Arrays.fill(weight, 1);
    return weight;
  }

  /** The share that is right; NaN without images. */
  double accuracy(int[] weight) {
    long right = 0;
    long n = 0;
    for (int i = 0; i < weight.length; i++) {
      right += this.right[i] ? weight[i] : 0;
      n += weight[i];
    }
    return (double) right / n;
  }

  /**
   * The lowest and the highest accuracy of the groups.
   *
   * @param right which images are right
   * @param counted whether a group takes part
   * @return NaN twice if none has an image
   */
  double[] extremes(boolean[] right, int[] weight, boolean[] counted) {
    long[] all = new long[counted.length];
    long[] good = new long[counted.length];
    for (int i = 0; i < weight.length; i++) {
      if (cell[i] >= 0) {
        all[cell[i]] += weight[i];
        good[cell[i]] += right[i] ? weight[i] : 0;
      }
    }
    double lowest = Double.NaN;
    double highest = Double.NaN;
    for (int group = 0; group < counted.length; group++) {
      if (counted[group] && all[group] > 0) {
        double accuracy = (double) good[group] / all[group];
        lowest = Double.isNaN(lowest) ? accuracy : Math.min(lowest, accuracy);
        highest = Double.isNaN(highest) ? accuracy : Math.max(highest, accuracy);
      }
    }
    return new double[] {lowest, highest};
  }

  double equalCount(boolean[] right, int[] weight, int bins) {
    return CalibrationError.equalCount(confidence, right, weight, bins);
  }

  double equalWidth(boolean[] right, int[] weight, int bins) {
    return CalibrationError.equalWidth(confidence, right, weight, bins);
  }

  static double mean(double[] values, int[] weight) {
    double sum = 0;
    long n = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weight[i] == 0 ? 0 : weight[i] * values[i];
      n += weight[i];
    }
    return sum / n;
  }
}

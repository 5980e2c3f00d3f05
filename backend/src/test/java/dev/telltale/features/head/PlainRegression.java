package dev.telltale.features.head;

import dev.telltale.model.LinearHead;

/** Softmax regression by its definition, one number after the other, in 64-bit floats. */
final class PlainRegression {
  final double[][] weight;
  final double[] bias;

  PlainRegression(LinearHead start) {
    weight = new double[start.classes()][start.channels()];
    bias = new double[start.classes()];
    for (int k = 0; k < bias.length; k++) {
      bias[k] = start.bias()[k];
      for (int c = 0; c < weight[k].length; c++) {
        weight[k][c] = start.weight()[k][c];
      }
    }
  }

  /**
   * Weighted mean of −log p of the own class over some examples, without the penalty; gradients are
   * added to, with the penalty.
   */
  double loss(
      Examples examples,
      int[] places,
      double l2,
      double[][] weightGradient,
      double[] biasGradient) {
    double total = 0;
    for (int place : places) {
      total += examples.weight(place);
    }
    double loss = 0;
    float[] row = new float[examples.channels()];
    for (int place : places) {
      examples.features(place, row, 0);
      double[] p = probabilities(row);
      double share = examples.weight(place) / total;
      loss -= share * Math.log(p[examples.label(place)]);
      for (int k = 0; k < bias.length; k++) {
        double slope = share * (p[k] - (k == examples.label(place) ? 1 : 0));
        biasGradient[k] += slope;
        for (int c = 0; c < row.length; c++) {
          weightGradient[k][c] += slope * row[c];
        }
      }
    }
    for (int k = 0; k < bias.length; k++) {
      for (int c = 0; c < row.length; c++) {
        weightGradient[k][c] += l2 * weight[k][c];
      }
    }
    return loss;
  }

  double penalty(double l2) {
    double squares = 0;
    for (double[] row : weight) {
      for (double w : row) {
        squares += w * w;
      }
    }
    return l2 / 2 * squares;
  }

  double[] probabilities(float[] row) {
    double[] logits = bias.clone();
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < bias.length; k++) {
      for (int c = 0; c < row.length; c++) {
        logits[k] += weight[k][c] * row[c];
      }
      largest = Math.max(largest, logits[k]);
    }
    double sum = 0;
    for (int k = 0; k < bias.length; k++) {
      logits[k] = Math.exp(logits[k] - largest);
      sum += logits[k];
    }
    for (int k = 0; k < bias.length; k++) {
      logits[k] /= sum;
    }
    return logits;
  }

  boolean right(Examples examples, int example) {
    float[] row = new float[examples.channels()];
    examples.features(example, row, 0);
    double[] p = probabilities(row);
    int best = 0;
    for (int k = 1; k < p.length; k++) {
      best = p[k] > p[best] ? k : best;
    }
    return best == examples.label(example);
  }
}

package dev.telltale.features.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.IntUnaryOperator;

/**
 * Some examples as tensors, and what a linear head makes of them.
 *
 * @param rows features [n,C]
 * @param labels [n], int64
 * @param weights [n], how much each example counts
 */
record Chunk(NDArray rows, NDArray labels, NDArray weights) {

  /**
   * Softmax cross entropy over a chunk. All belong to the chunk's scope.
   *
   * @param right [n], truth: the largest logit is that of the own class
   * @param loss Σ w_i · −log p_i of the own class; one number
   * @param weightGradient of the loss, [C,K]
   * @param biasGradient of the loss, [K]
   */
  record Terms(NDArray right, NDArray loss, NDArray weightGradient, NDArray biasGradient) {}

  /**
   * Copies examples.
   *
   * @param scope owns the tensors
   * @param type of features and weights
   * @param count how many
   * @param which from a place in the chunk to the example
   */
  static Chunk of(
      Examples examples, NDManager scope, DataType type, int count, IntUnaryOperator which) {
    int channels = examples.channels();
    float[] rows = new float[count * channels];
    long[] labels = new long[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      int example = which.applyAsInt(i);
      examples.features(example, rows, i * channels);
      labels[i] = examples.label(example);
      weights[i] = examples.weight(example);
    }
    return new Chunk(
        scope.create(rows, new Shape(count, channels)).toType(type, false),
        scope.create(labels),
        scope.create(weights).toType(type, false));
  }

  /** The class of the largest logit of each example, [n], int64. */
  NDArray answers(Layer layer) {
    return layer.logits(rows).argMax(1);
  }

  /** Loss and gradients of a layer, weighted sums over the chunk. */
  Terms terms(Layer layer) {
    NDArray logits = layer.logits(rows); // [n,K]
    NDArray log = logits.logSoftmax(1);
    NDArray own = labels.oneHot((int) layer.bias().size()).toType(log.getDataType(), false);
    NDArray loss = log.mul(own).sum(new int[] {1}).mul(weights).sum().neg();
    NDArray slope = log.exp().sub(own).mul(weights.expandDims(1)); // ∂loss/∂logits, [n,K]
    return new Terms(right(logits), loss, rows.transpose().matMul(slope), slope.sum(new int[] {0}));
  }

  private NDArray right(NDArray logits) {
    return logits.argMax(1).eq(labels);
  }
}

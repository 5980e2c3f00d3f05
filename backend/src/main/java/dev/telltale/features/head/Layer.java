package dev.telltale.features.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.LinearHead;

/**
 * A linear head as tensors. The weight lies transposed: so every product is computed from the
 * examples' side and belongs to their scope, not to the layer's, which lives long.
 *
 * @param weight [C,K]
 * @param bias [K]
 */
record Layer(NDArray weight, NDArray bias) {

  static Layer of(LinearHead head, NDManager manager, DataType type) {
    int classes = head.classes();
    double[] transposed = new double[head.channels() * classes];
    double[] bias = new double[classes];
    for (int k = 0; k < classes; k++) {
      bias[k] = head.bias()[k];
      for (int c = 0; c < head.channels(); c++) {
        transposed[c * classes + k] = head.weight()[k][c];
      }
    }
    return of(transposed, bias, manager, type);
  }

  /**
   * @param weight [C·K], transposed
   * @param bias [K]
   */
  static Layer of(double[] weight, double[] bias, NDManager manager, DataType type) {
    Shape shape = new Shape(weight.length / bias.length, bias.length);
    try (NDManager scope = manager.newSubManager()) {
      // A duplicate, also where the type is that of the array: toType would go on using the memory
      // that DJL lends libtorch for what it creates, which is freed with this scope.
      NDArray w = scope.create(weight, shape).toType(type, false).duplicate();
      NDArray b = scope.create(bias).toType(type, false).duplicate();
      w.attach(manager);
      b.attach(manager);
      return new Layer(w, b);
    }
  }

  /** X·Wᵀ + b of rows X [n,C]; [n,K], owned by the rows' manager. */
  NDArray logits(NDArray rows) {
    return rows.matMul(weight).add(bias);
  }

  LinearHead head() {
    try (NDManager scope = weight.getManager().newSubManager()) {
      NDArray narrow = weight.toType(DataType.FLOAT32, true);
      NDArray narrowBias = bias.toType(DataType.FLOAT32, true);
      narrow.attach(scope);
      narrowBias.attach(scope);
      float[] transposed = narrow.toFloatArray();
      int classes = (int) bias.size();
      float[][] rows = new float[classes][transposed.length / classes];
      for (int i = 0; i < transposed.length; i++) {
        rows[i % classes][i / classes] = transposed[i];
      }
      return new LinearHead(rows, narrowBias.toFloatArray());
    }
  }
}

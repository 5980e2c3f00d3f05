package dev.telltale.features.head;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.telltale.model.LinearHead;

/** Linear heads as such: a first one, and what they get right. */
public final class Heads {
  private static final int CHUNK = 1024;

  private Heads() {}

  /** The head that knows nothing: every logit is 0. */
  public static LinearHead zero(int classes, int channels) {
    return new LinearHead(new float[classes][channels], new float[classes]);
  }

  /**
   * Which examples a head gets right: whose largest logit is that of their class.
   *
   * @param device where to multiply
   * @return one per example
   */
  public static boolean[] right(Examples examples, LinearHead head, Device device) {
    boolean[] right = new boolean[examples.size()];
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      Layer layer = Layer.of(head, manager, DataType.FLOAT32);
      for (int from = 0; from < right.length; from += CHUNK) {
        int first = from;
        int count = Math.min(CHUNK, right.length - from);
        try (NDManager scope = manager.newSubManager()) {
          boolean[] some =
              Chunk.of(examples, scope, DataType.FLOAT32, count, place -> first + place)
                  .right(layer)
                  .toBooleanArray();
          System.arraycopy(some, 0, right, from, count);
        }
      }
    }
    return right;
  }

  /** Whether every weight and bias is a number, as a bundle's must be. */
  static boolean finite(LinearHead head) {
    double sum = 0;
    for (float b : head.bias()) {
      sum += Math.abs((double) b);
    }
    for (float[] row : head.weight()) {
      for (float w : row) {
        sum += Math.abs((double) w);
      }
    }
    return Double.isFinite(sum);
  }

  /** Accuracy: the share of truths, in percent; NaN of none. */
  public static double percent(boolean[] right) {
    int count = 0;
    for (boolean one : right) {
      count += one ? 1 : 0;
    }
    return (double) count / right.length * 100;
  }
}

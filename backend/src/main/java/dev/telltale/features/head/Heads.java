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
    int[] answers = answers(examples, head, device);
    boolean[] right = new boolean[answers.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = answers[i] == examples.label(i);
    }
    return right;
  }

  /**
   * The class that a head gives each example: that of the largest logit.
   *
   * @param device where to multiply
   * @return one per example
   */
  public static int[] answers(Examples examples, LinearHead head, Device device) {
    int[] answers = new int[examples.size()];
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      Layer layer = Layer.of(head, manager, DataType.FLOAT32);
      for (int from = 0; from < answers.length; from += CHUNK) {
        int first = from;
        int count = Math.min(CHUNK, answers.length - from);
        try (NDManager scope = manager.newSubManager()) {
          long[] some =
              Chunk.of(examples, scope, DataType.FLOAT32, count, place -> first + place)
                  .answers(layer)
                  .toLongArray();
          for (int i = 0; i < count; i++) {
            answers[from + i] = (int) some[i];
          }
        }
      }
    }
    return answers;
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

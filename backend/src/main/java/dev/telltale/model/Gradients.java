package dev.telltale.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Gradients of whatever is computed on this thread. The engine keeps the mode by thread, and
 * switches it off on the one that loaded it, so it is set around each computation.
 */
public final class Gradients {
  private Gradients() {}

  /** Computes with graphs kept. */
  public static <T> T recorded(Supplier<T> computation) {
    return inMode(true, computation);
  }

  /** Computes without graphs, as in-place changes of parameters must be. */
  public static <T> T unrecorded(Supplier<T> computation) {
    return inMode(false, computation);
  }

  /** Adds the gradients of one number to those of every leaf that it was computed from. */
  public static void backward(NDArray loss) {
    if (loss.size() != 1) {
      throw new IllegalArgumentException("a gradient needs one number, not " + loss.getShape());
    }
    recorded(
        () -> {
          JniUtils.backward((PtNDArray) loss, (PtNDArray) loss.onesLike(), false, false);
          return loss;
        });
  }

  private static <T> T inMode(boolean recording, Supplier<T> computation) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(recording);
    try {
      return computation.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}

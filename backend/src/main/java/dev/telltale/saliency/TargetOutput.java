package dev.telltale.saliency;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.telltale.model.Activation;

/**
 * The output of a target that GradCAM differentiates (Attention-IoU, sec. 3.1 and App. A): what
 * speaks for the prediction made, whichever it is.
 */
public enum TargetOutput {
  /** y_t, for softmax heads: what speaks for the class. */
  LOGIT {
    @Override
    NDArray of(NDArray logits) {
      return logits;
    }

    @Override
    float slope(float logit) {
      return 1;
    }
  },

  /**
   * |y_t|, for sigmoid heads: what speaks for the predicted answer, present or absent. At y_t = 0
   * there is no predicted answer, the derivative is taken as 0, and the map is all zero.
   */
  ABSOLUTE_LOGIT {
    @Override
    NDArray of(NDArray logits) {
      return logits.abs();
    }

    @Override
    float slope(float logit) {
      return Math.signum(logit);
    }
  };

  abstract NDArray of(NDArray logits);

  /** The derivative of the output by the logit. */
  abstract float slope(float logit);

  /** The paper's choice for a head with this activation. */
  public static TargetOutput of(Activation activation) {
    return activation == Activation.SIGMOID ? ABSOLUTE_LOGIT : LOGIT;
  }

  /**
   * The outputs of one target, summed over the batch: the gradient of the sum holds each image's
   * own gradient.
   *
   * @param logits [B,K]
   * @param target in 0..K−1
   * @return one number
   */
  public NDArray sum(NDArray logits, int target) {
    return of(logits.get(new NDIndex(":, {}", target))).sum();
  }

  /**
   * The outputs of a target of each image's own, summed over the batch.
   *
   * @param logits [B,K]
   * @param targets [B] integers in 0..K−1, e.g. the predicted classes
   * @return one number
   */
  public NDArray sum(NDArray logits, NDArray targets) {
    NDArray index = targets.toType(DataType.INT64, false).expandDims(1); // [B,1]
    return of(logits.gather(index, 1)).sum();
  }
}

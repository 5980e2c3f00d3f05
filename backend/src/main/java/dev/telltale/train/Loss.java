package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** What a training makes small. Each is one number, with its graph. */
public final class Loss {
  private Loss() {}

  /**
   * Cross entropy of the softmax: the weighted mean of −log p_y (torch's CrossEntropyLoss, whose
   * mean is over the weights).
   *
   * @param logits [B,K]
   * @param labels [B] integers in 0..K−1
   * @param weights [B] of the images, such as those of their classes or groups; null for 1 each
   */
  public static NDArray crossEntropy(NDArray logits, NDArray labels, @Nullable NDArray weights) {
    NDArray each = logits.logSoftmax(1).gather(labels.expandDims(1), 1).squeeze(1).neg(); // [B]
    return weights == null ? each.mean() : each.mul(weights).sum().div(weights.sum());
  }

  /**
   * Binary cross entropy of sigmoid outputs, a mean over images and attributes (torch's
   * BCEWithLogitsLoss).
   *
   * @param logits [B,K]
   * @param targets [B,K] in [0,1]
   * @param weights [B,K], such as 0 where an attribute is not known; null for 1 each
   */
  public static NDArray binaryCrossEntropy(
      NDArray logits, NDArray targets, @Nullable NDArray weights) {
    // max(y,0) − y·t + log(1 + e^−|y|), which never overflows. Not maximum(0): DJL lends libtorch
    // the number's memory, and takes it back before the backward pass reads it.
    NDArray positive = logits.maximum(logits.zerosLike());
    NDArray each = positive.sub(logits.mul(targets)).add(logits.abs().neg().exp().add(1).log());
    return weights == null ? each.mean() : each.mul(weights).sum().div(weights.sum());
  }

  /** Mean absolute difference. */
  public static NDArray absolute(NDArray output, NDArray target) {
    return output.sub(target).abs().mean();
  }

  /** Mean squared difference. */
  public static NDArray squared(NDArray output, NDArray target) {
    return output.sub(target).square().mean();
  }
}

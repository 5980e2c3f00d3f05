package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.telltale.model.Gradients;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Adversarial examples by projected gradient descent (Madry et al. 2018, section 2.1): from a
 * random place in the ball around each image, steps uphill in loss, each followed by the projection
 * back into the ball and into [0,1]. Trained on them, a network is robust to changes of that size.
 *
 * @param norm in which the ball is round
 * @param epsilon radius of the ball, above 0: for {@link Norm#L2} over all values of an image, for
 *     {@link Norm#LINF} of each
 * @param step length of a step, above 0, in the same norm
 * @param steps 1 or more
 */
public record Pgd(Norm norm, double epsilon, double step, int steps) {

  /** How the size of a change is measured. */
  public enum Norm {
    /** Root of the sum of squares. */
    L2,
    /** Greatest absolute value. */
    LINF
  }

  /** Below every gradient that has a direction. */
  private static final double TINY = 1e-12;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Pgd {
    if (!(epsilon > 0 && step > 0 && steps > 0)) {
      throw new IllegalArgumentException(
          "epsilon, step and steps are above 0: %s, %s, %d".formatted(epsilon, step, steps));
    }
  }

  /**
   * Adversarial examples of a batch. Leaves gradients on the parameters of what computes the loss:
   * forget them before the next step of training.
   *
   * @param images [B,C,H,W] in [0,1]
   * @param loss the sum or mean over the images of each one's loss, from images like these; in
   *     evaluation mode, so that it does not depend on the batch
   * @param seed of the random start
   * @return [B,C,H,W], without a graph; belongs to the manager of the images
   */
  public NDArray examples(NDArray images, UnaryOperator<NDArray> loss, long seed) {
    NDManager owner = images.getManager();
    NDArray found = Gradients.unrecorded(() -> start(images, new SplittableRandom(seed)));
    for (int i = 0; i < steps; i++) {
      try (NDManager scope = owner.newSubManager()) {
        NDArray from = found;
        from.attach(scope);
        NDArray gradient = gradient(from, loss, scope);
        found = Gradients.unrecorded(() -> uphill(images, from, gradient, scope));
        found.attach(owner);
      }
    }
    return found;
  }

  private NDArray start(NDArray images, SplittableRandom random) {
    NDManager owner = images.getManager();
    try (NDManager scope = owner.newSubManager()) {
      NDArray delta = scope.create(drawn((int) images.size(), random), images.getShape());
      if (norm == Norm.L2) {
        NDArray radius = scope.create(radii((int) images.getShape().get(0), random));
        delta = delta.div(lengths(delta)).mul(radius.reshape(-1, 1, 1, 1)).mul(epsilon);
      } else {
        delta = delta.mul(epsilon);
      }
      NDArray found = copy(images, scope).add(delta).clip(0, 1);
      found.attach(owner);
      return found;
    }
  }

  /** Directions for L2: normal; offsets for L∞: uniform in ±1. */
  private float[] drawn(int count, SplittableRandom random) {
    if (norm == Norm.L2) {
      return Noise.normals(count, random);
    }
    float[] drawn = new float[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (float) (2 * random.nextDouble() - 1);
    }
    return drawn;
  }

  private static float[] radii(int count, SplittableRandom random) {
    float[] radii = new float[count];
    for (int i = 0; i < count; i++) {
      radii[i] = (float) random.nextDouble();
    }
    return radii;
  }

  private static NDArray gradient(NDArray images, UnaryOperator<NDArray> loss, NDManager scope) {
    images.setRequiresGradient(true);
    NDArray value = Gradients.recorded(() -> loss.apply(images));
    value.attach(scope);
    Gradients.backward(value);
    NDArray gradient = images.getGradient();
    gradient.attach(scope);
    return gradient;
  }

  private NDArray uphill(NDArray images, NDArray from, NDArray gradient, NDManager scope) {
    NDArray centre = copy(images, scope);
    NDArray direction = norm == Norm.L2 ? gradient.div(lengths(gradient)) : gradient.sign();
    NDArray delta = copy(from, scope).add(direction.mul(step)).sub(centre);
    NDArray inside =
        norm == Norm.L2
            ? delta.mul(lengths(delta).pow(-1).mul(epsilon).minimum(1))
            : delta.clip(-epsilon, epsilon);
    return centre.add(inside).clip(0, 1);
  }

  /** [B,1,1,1]: the length of each image's values. */
  private static NDArray lengths(NDArray batch) {
    return batch.square().sum(new int[] {1, 2, 3}, true).sqrt().add(TINY);
  }

  /** The same values, in a scope, so that all that is made from them is in there too. */
  private static NDArray copy(NDArray array, NDManager scope) {
    NDArray copy = array.stopGradient();
    copy.attach(scope);
    return copy;
  }
}

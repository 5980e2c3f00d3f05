package dev.telltale.train;

import org.jspecify.annotations.Nullable;

/** When a training's numbers have grown beyond all bounds, and what to do then. */
final class Divergence {
  private Divergence() {}

  /**
   * Looks at an epoch before it is kept.
   *
   * @param epoch from 1
   * @param watched of the stopping split; null without one
   * @throws TrainingException that is {@link TrainingException#diverged}
   */
  static void refuse(int epoch, @Nullable Tally watched, Network network) {
    if (watched != null && !Double.isFinite(watched.loss())) {
      throw TrainingException.diverged(
          "epoch %d: the loss of the stopping split is %s".formatted(epoch, watched.loss()));
    }
    if (!network.isFinite()) {
      throw TrainingException.diverged(
          "epoch %d: parameters are no finite numbers".formatted(epoch));
    }
  }

  /**
   * The same with what to do.
   *
   * @param kept epochs, 0 or more
   */
  static TrainingException advised(
      TrainingException e, TrainingSpec spec, int kept, RunDirectory run) {
    return TrainingException.diverged(
        "%s; try a lower --lr than %s%s"
            .formatted(
                e.getMessage(),
                spec.learningRate(),
                kept == 0
                    ? " (nothing was kept yet)"
                    : ", with another --run (epoch %d is kept in %s)".formatted(kept, run.path())));
  }
}

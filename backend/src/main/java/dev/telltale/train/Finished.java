package dev.telltale.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch came to. A pure function of what was before it, of spec and images: no times are in
 * it.
 *
 * @param epoch from 1
 * @param loss mean over the images that are learnt from, as they were learnt from
 * @param accuracy in [0,1], over the same; the mean of the columns; null for autoencoders
 * @param stoppingLoss mean over the stopping split; null without one
 * @param stoppingAccuracy the accuracy over the stopping split; null without one
 * @param learningRate of the last step
 * @param accuracies of each column, over the images that are learnt from
 * @param stoppingAccuracies of each column, over the stopping split; null without one
 */
record Finished(
    int epoch,
    double loss,
    @Nullable Double accuracy,
    @Nullable Double stoppingLoss,
    @Nullable Double stoppingAccuracy,
    double learningRate,
    Map<String, Double> accuracies,
    @Nullable Map<String, Double> stoppingAccuracies) {

  /** Of what was counted. */
  static Finished of(int epoch, Tally learnt, @Nullable Tally watched, double learningRate) {
    return new Finished(
        epoch,
        learnt.loss(),
        learnt.accuracy(),
        watched == null ? null : watched.loss(),
        watched == null ? null : watched.accuracy(),
        learningRate,
        learnt.accuracies(),
        watched == null ? null : watched.accuracies());
  }

  /** As people are told of it. */
  TrainingProgress.Epoch told(double seconds) {
    return new TrainingProgress.Epoch(
        epoch, loss, accuracy, stoppingLoss, stoppingAccuracy, learningRate, seconds);
  }

  /** The epoch whose network is kept, from 1: of the lowest stopping loss, or the last. */
  static int best(List<Finished> history) {
    int best = history.size();
    double lowest = Double.POSITIVE_INFINITY;
    for (Finished one : history) {
      if (one.stoppingLoss != null && one.stoppingLoss < lowest) {
        lowest = one.stoppingLoss;
        best = one.epoch;
      }
    }
    return best;
  }

  /** The stopping losses; empty without a stopping split. */
  static List<Double> stoppingLosses(List<Finished> history) {
    return history.stream().flatMap(one -> Optional.ofNullable(one.stoppingLoss).stream()).toList();
  }
}

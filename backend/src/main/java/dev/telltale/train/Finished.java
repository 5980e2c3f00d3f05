package dev.telltale.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A finished epoch, as it is kept.
 *
 * @param epoch its figures
 * @param accuracies of each column, over the images that are learnt from
 * @param stoppingAccuracies of each column, over the stopping split; null without one
 */
record Finished(
    TrainingProgress.Epoch epoch,
    Map<String, Double> accuracies,
    @Nullable Map<String, Double> stoppingAccuracies) {

  /** The epoch whose network is kept, from 1: of the lowest stopping loss, or the last. */
  static int best(List<Finished> history) {
    int best = history.size();
    double lowest = Double.POSITIVE_INFINITY;
    for (Finished one : history) {
      Double loss = one.epoch().stoppingLoss();
      if (loss != null && loss < lowest) {
        lowest = loss;
        best = one.epoch().epoch();
      }
    }
    return best;
  }

  /** The stopping losses; empty without a stopping split. */
  static List<Double> stoppingLosses(List<Finished> history) {
    return history.stream()
        .flatMap(one -> Optional.ofNullable(one.epoch().stoppingLoss()).stream())
        .toList();
  }
}

package dev.telltale.testing;

import dev.telltale.train.TrainingProgress;
import dev.telltale.train.TrainingProgress.Current;
import dev.telltale.train.TrainingProgress.Epoch;
import dev.telltale.train.TrainingProgress.Kind;
import dev.telltale.train.TrainingProgress.State;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a made-up training says of itself. */
public final class Training {
  /** Epochs that are asked for. */
  public static final int EPOCHS = 10;

  private Training() {}

  /** In the epoch after so many finished ones. */
  public static TrainingProgress running(String run, int finished) {
    Current current = new Current(finished + 1, 20, 94, 0.45, 0.8, 290.0);
    return progress(run, State.RUNNING, finished, current, null, null, false);
  }

  /** At its end. */
  public static TrainingProgress finished(String run) {
    return progress(run, State.FINISHED, EPOCHS, null, "/models/" + run, null, false);
  }

  /** In any state. */
  public static TrainingProgress progress(
      String run,
      State state,
      int finished,
      @Nullable Current current,
      @Nullable String bundle,
      @Nullable String message,
      boolean diverged) {
    long start = 1_760_000_000_000L;
    List<Epoch> history =
        IntStream.rangeClosed(1, finished)
            .mapToObj(i -> new Epoch(i, 1.0 / i, 1 - 0.5 / i, 1.1 / i, 1 - 0.6 / i, 1e-3, 10.0))
            .toList();
    return new TrainingProgress(
        run,
        Kind.CLASSIFIER,
        state,
        "birds",
        3000,
        EPOCHS,
        start,
        start + 1000L * finished,
        history,
        current,
        current == null ? null : 10.0 * (EPOCHS - finished),
        bundle,
        message,
        diverged);
  }
}

package dev.telltale.train;

import dev.telltale.files.Sha256;
import dev.telltale.model.ModelBundle;
import dev.telltale.train.TrainingProgress.Current;
import dev.telltale.train.TrainingProgress.Epoch;
import dev.telltale.train.TrainingProgress.Listener;
import dev.telltale.train.TrainingProgress.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures how fast a training is, and tells its listener where it stands. */
final class Pace {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  /** With what is appended, within what an event of Kafka may hold. */
  private static final int LONGEST = 90;

  private final Listener listener;
  private final String run;
  private final TrainingSpec spec;
  private final String dataSet;
  private final Steps steps;
  private final long startedAt;
  private final List<Double> seconds = new ArrayList<>();
  private long beganAt;
  private long toldAt;
  private int toldBatch;
  private long batchesHere;
  private double secondsHere;
  private long lastAt;

  /**
   * @param seconds that the epochs took which are done
   * @param startedAt milliseconds since 1970, of the first start
   */
  Pace(
      Listener listener,
      Path run,
      TrainingSpec spec,
      String dataSet,
      Steps steps,
      List<Double> seconds,
      long startedAt) {
    this.listener = listener;
    this.run = name(run);
    this.spec = spec;
    this.dataSet = dataSet;
    this.steps = steps;
    this.seconds.addAll(seconds);
    this.startedAt = startedAt;
  }

  /**
   * The run's name: its directory's, and six digits of a hash of where that is, so that two of one
   * name are two runs.
   */
  static String name(Path run) {
    Path place = run.toAbsolutePath().normalize();
    String base = String.valueOf(place.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_");
    byte[] hash = Sha256.digest().digest(place.toString().getBytes(StandardCharsets.UTF_8));
    return base.substring(0, Math.min(LONGEST, base.length()))
        + '-'
        + HexFormat.of().formatHex(hash, 0, 3);
  }

  /** Milliseconds since 1970, of the first start. */
  long startedAt() {
    return startedAt;
  }

  /** Of each epoch that came to its end, in all runs. */
  List<Double> seconds() {
    return List.copyOf(seconds);
  }

  /** An epoch begins. */
  void begin(List<Finished> history) {
    toldBatch = 0;
    lastAt = System.nanoTime();
    beganAt = lastAt;
    toldAt = lastAt;
    tell(history, State.RUNNING);
  }

  /** The epoch has come to its end. */
  void end() {
    seconds.add((System.nanoTime() - beganAt) / 1e9);
  }

  /** A batch is done; the listener is told once a second. */
  void batch(List<Finished> history, int batch, Tally tally) {
    long now = System.nanoTime();
    batchesHere++;
    secondsHere += (now - lastAt) / 1e9;
    lastAt = now;
    if (now - toldAt < INTERVAL_NANOS) {
      return;
    }
    double lately = (batch - toldBatch) * spec.batch() / ((now - toldAt) / 1e9);
    toldAt = now;
    toldBatch = batch;
    Current current =
        new Current(
            history.size() + 1, batch, steps.batches(), tally.loss(), tally.accuracy(), lately);
    long left = (long) (spec.epochs() - history.size()) * steps.batches() - batch;
    listener.progressed(
        progress(
            history, State.RUNNING, current, left * secondsHere / batchesHere, null, null, false));
  }

  TrainingProgress tell(List<Finished> history, State state) {
    Double left = null;
    if (state == State.RUNNING && batchesHere > 0) {
      left =
          (double) (spec.epochs() - history.size()) * steps.batches() * secondsHere / batchesHere;
    }
    return tell(progress(history, state, null, left, null, null, false));
  }

  TrainingProgress tell(List<Finished> history, State state, ModelBundle bundle) {
    String why =
        state == State.STOPPED_EARLY
            ? "the stopping loss has not been lower than in epoch %d for %d epochs"
                .formatted(Finished.best(history), history.size() - Finished.best(history))
            : null;
    return tell(progress(history, state, null, null, bundle.directory().toString(), why, false));
  }

  TrainingProgress failed(List<Finished> history, RuntimeException why) {
    boolean diverged = why instanceof TrainingException e && e.diverged();
    String message = String.valueOf(why.getMessage());
    return tell(progress(history, State.FAILED, null, null, null, message, diverged));
  }

  private TrainingProgress tell(TrainingProgress progress) {
    listener.progressed(progress);
    return progress;
  }

  private TrainingProgress progress(
      List<Finished> history,
      State state,
      @Nullable Current current,
      @Nullable Double secondsLeft,
      @Nullable String bundle,
      @Nullable String message,
      boolean diverged) {
    List<Epoch> epochs = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      epochs.add(history.get(i).told(seconds.get(i)));
    }
    return new TrainingProgress(
        run,
        spec.objective().kind(),
        state,
        dataSet,
        steps.images(),
        spec.epochs(),
        startedAt,
        System.currentTimeMillis(),
        epochs,
        current,
        secondsLeft,
        bundle,
        message,
        diverged);
  }
}

package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.INVALID_VALUE;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a training stands, a record of {@code telltale.trainings}. Complete in itself: the latest
 * one of a run replaces all before it.
 *
 * @param run names the training, 1 to 100 of {@code A-Za-z0-9._-}
 * @param kind what is trained
 * @param state what it does now
 * @param dataset name of the images it learns from
 * @param images it learns from in each epoch, 0 or more
 * @param epochs that are asked for, 1 or more
 * @param startedAt when it was first started, also after it was resumed
 * @param updatedAt when this was written; every ten seconds at least while it runs
 * @param history the finished epochs, in order
 * @param current the epoch that is under way; null between epochs and at the end
 * @param secondsLeft to the last epoch at the measured pace, when it was measured
 * @param bundle directory of the finished bundle; null until then
 * @param message why it failed or stopped early, on one line; null else
 * @param diverged true if it failed because its numbers grew beyond all bounds, so that what it
 *     kept would end the same way again; null else
 */
public record TrainingReport(
    String run,
    Kind kind,
    State state,
    String dataset,
    int images,
    int epochs,
    Instant startedAt,
    Instant updatedAt,
    List<Epoch> history,
    @Nullable Current current,
    @Nullable Double secondsLeft,
    @Nullable String bundle,
    @Nullable String message,
    @Nullable Boolean diverged) {

  /** Longest {@link #message}, in characters. */
  public static final int MAX_MESSAGE = 2000;

  /** What is trained. */
  public enum Kind {
    @JsonProperty("classifier")
    CLASSIFIER,
    @JsonProperty("encoder")
    ENCODER,
    @JsonProperty("autoencoder")
    AUTOENCODER
  }

  /** What a training does now. */
  public enum State {
    @JsonProperty("running")
    RUNNING,
    /** All epochs are done. */
    @JsonProperty("finished")
    FINISHED,
    /** The stopping split did not get better for long enough; the best epoch was kept. */
    @JsonProperty("stopped-early")
    STOPPED_EARLY,
    /** It was interrupted, and can be resumed. */
    @JsonProperty("interrupted")
    INTERRUPTED,
    /** It came to no end; the epochs it finished stay. */
    @JsonProperty("failed")
    FAILED
  }

  /**
   * One finished epoch.
   *
   * @param epoch from 1
   * @param loss mean over the training images; null where it is no finite number
   * @param accuracy 0 to 1, over the same; null for autoencoders
   * @param stoppingLoss mean over the stopping split; null without one
   * @param stoppingAccuracy 0 to 1, over the stopping split; null without one, and for autoencoders
   * @param learningRate of the last step, 0 or more
   * @param seconds it took, 0 or more
   */
  public record Epoch(
      int epoch,
      @Nullable Double loss,
      @Nullable Double accuracy,
      @Nullable Double stoppingLoss,
      @Nullable Double stoppingAccuracy,
      double learningRate,
      double seconds) {

    /**
     * Checks every rule above.
     *
     * @throws InvalidEventException if one is broken
     */
    public Epoch {
      Check.atLeastOne("epoch", epoch);
      Check.optionalFinite("loss", loss);
      accuracy = Check.optionalShare("accuracy", accuracy);
      Check.optionalFinite("stoppingLoss", stoppingLoss);
      stoppingAccuracy = Check.optionalShare("stoppingAccuracy", stoppingAccuracy);
      Check.measure("learningRate", learningRate);
      Check.measure("seconds", seconds);
    }
  }

  /**
   * The epoch that is under way.
   *
   * @param epoch from 1
   * @param batch batches done, 0 or more
   * @param batches in the epoch, 0 or more
   * @param loss mean so far; null where it is no finite number
   * @param accuracy mean so far, 0 to 1; null for autoencoders
   * @param imagesPerSecond lately, 0 or more
   */
  public record Current(
      int epoch,
      int batch,
      int batches,
      @Nullable Double loss,
      @Nullable Double accuracy,
      double imagesPerSecond) {

    /**
     * Checks every rule above.
     *
     * @throws InvalidEventException if one is broken
     */
    public Current {
      Check.atLeastOne("epoch", epoch);
      Check.atLeastZero("batch", batch);
      Check.atLeastZero("batches", batches);
      Check.optionalFinite("loss", loss);
      accuracy = Check.optionalShare("accuracy", accuracy);
      Check.measure("imagesPerSecond", imagesPerSecond);
    }
  }

  /**
   * Checks every rule above.
   *
   * @throws InvalidEventException if one is broken; its detail says which
   */
  public TrainingReport {
    Check.run(run);
    Check.present("kind", kind);
    Check.present("state", state);
    Check.text("dataset", dataset, Check.MAX_NAME);
    Check.atLeastZero("images", images);
    Check.atLeastOne("epochs", epochs);
    Check.instant("startedAt", startedAt);
    Check.instant("updatedAt", updatedAt);
    Check.present("history", history);
    history = inOrder(history);
    Check.optionalMeasure("secondsLeft", secondsLeft);
    Check.optionalText("bundle", bundle, Check.MAX_URI);
    Check.optionalText("message", message, MAX_MESSAGE);
  }

  /** The Kafka key: the run. */
  public String key() {
    return run;
  }

  private static List<Epoch> inOrder(List<Epoch> history) {
    int before = 0;
    for (Epoch epoch : history) {
      Check.present("An epoch in history", epoch);
      if (epoch.epoch() <= before) {
        throw new InvalidEventException(
            INVALID_VALUE,
            "history has epoch " + epoch.epoch() + " after " + before + "; it must be in order.");
      }
      before = epoch.epoch();
    }
    return List.copyOf(history);
  }
}

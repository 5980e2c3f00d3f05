package dev.telltale.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a training stands: what its terminal and the <i>Training</i> page show. Complete in itself,
 * so that the latest one replaces all before it.
 *
 * @param run names the training; letters, digits, points, dashes and underscores
 * @param kind what is trained
 * @param state what it does now
 * @param dataSet name of the images it learns from
 * @param images it learns from in each epoch
 * @param epochs that are asked for
 * @param startedAt milliseconds since 1970; of the first start, also after it was resumed
 * @param updatedAt milliseconds since 1970; when this was written
 * @param history the finished epochs, in order
 * @param current the epoch that is under way; null between epochs and at the end
 * @param secondsLeft to the last epoch at the measured pace; null while nothing was measured, and
 *     at the end
 * @param bundle directory of the finished bundle; null until then
 * @param message why it failed or stopped early; null else
 * @param diverged whether it failed because its numbers grew beyond all bounds: what it kept would
 *     end the same way again
 */
public record TrainingProgress(
    String run,
    Kind kind,
    State state,
    String dataSet,
    int images,
    int epochs,
    long startedAt,
    long updatedAt,
    List<Epoch> history,
    @Nullable Current current,
    @Nullable Double secondsLeft,
    @Nullable String bundle,
    @Nullable String message,
    boolean diverged) {

  /** What is trained. */
  public enum Kind {
    CLASSIFIER,
    ENCODER,
    AUTOENCODER
  }

  /** What a training does now. */
  public enum State {
    RUNNING,
    /** All epochs are done. */
    FINISHED,
    /** The stopping split did not get better for long enough; the best epoch was kept. */
    STOPPED_EARLY,
    /** It was interrupted, and can be resumed. */
    INTERRUPTED,
    /** It came to no end; the epochs it finished stay. */
    FAILED
  }

  /**
   * One finished epoch.
   *
   * @param epoch from 1
   * @param loss mean over the training images, as they were learnt from
   * @param accuracy in [0,1], over the same; of many attributes their mean; null for autoencoders
   * @param stoppingLoss mean over the stopping split; null without one
   * @param stoppingAccuracy in [0,1], over the stopping split; null without one, and for
   *     autoencoders
   * @param learningRate of the last step
   * @param seconds it took
   */
  public record Epoch(
      int epoch,
      double loss,
      @Nullable Double accuracy,
      @Nullable Double stoppingLoss,
      @Nullable Double stoppingAccuracy,
      double learningRate,
      double seconds) {}

  /**
   * The epoch that is under way.
   *
   * @param epoch from 1
   * @param batch batches done
   * @param batches in the epoch
   * @param loss mean so far
   * @param accuracy mean so far, in [0,1]; null for autoencoders
   * @param imagesPerSecond lately
   */
  public record Current(
      int epoch,
      int batch,
      int batches,
      double loss,
      @Nullable Double accuracy,
      double imagesPerSecond) {}

  /** Told by a training where it stands, on its own thread; must not throw or take long. */
  public interface Listener {
    void progressed(TrainingProgress progress);
  }
}

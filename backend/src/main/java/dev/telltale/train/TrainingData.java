package dev.telltale.train;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.SampleTable;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The images of a training.
 *
 * @param learning those that are learnt from
 * @param stopping those that say when to stop; null for none
 */
public record TrainingData(TrainingImages learning, @Nullable TrainingImages stopping) {
  /**
   * @throws TrainingException if an image is in both, or the sizes differ
   */
  public TrainingData {
    if (stopping != null) {
      if (learning.height() != stopping.height() || learning.width() != stopping.width()) {
        throw new IllegalArgumentException("both parts need images of one size");
      }
      refuseCommon(learning.dataSet(), stopping.dataSet());
    }
  }

  /**
   * Reads and decodes all images.
   *
   * @param stopping null for none
   * @param progress is told how many are done, of both parts together
   * @throws TrainingException before any is read, if an image is in both, or they do not fit into
   *     {@link TrainingImages#mostBytes}
   */
  public static TrainingData read(
      DataSet learning, @Nullable DataSet stopping, int height, int width, IntConsumer progress)
      throws InterruptedException {
    int first = learning.samples().size();
    if (stopping != null) {
      refuseCommon(learning, stopping);
    }
    refuseTooMany(learning, stopping, height, width);
    return new TrainingData(
        TrainingImages.read(learning, height, width, progress),
        stopping == null
            ? null
            : TrainingImages.read(stopping, height, width, done -> progress.accept(first + done)));
  }

  /** Both parts before any image is read, each taken for one that can be. */
  static TrainingData unread(DataSet learning, @Nullable DataSet stopping, StartNetwork network) {
    int height = network.height();
    int width = network.width();
    return new TrainingData(
        TrainingImages.unread(learning, height, width),
        stopping == null ? null : TrainingImages.unread(stopping, height, width));
  }

  /**
   * Refuses what would not fit, both parts together.
   *
   * @throws TrainingException if they take more than {@link TrainingImages#mostBytes}
   */
  static void refuseTooMany(DataSet learning, @Nullable DataSet stopping, int height, int width) {
    int both = learning.samples().size() + (stopping == null ? 0 : stopping.samples().size());
    TrainingImages.refuseTooMany(learning.name(), both, height, width);
  }

  private static void refuseCommon(DataSet learning, DataSet stopping) {
    if (!learning.root().equals(stopping.root())) {
      return;
    }
    SampleTable learnt = learning.samples();
    SampleTable watched = stopping.samples();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < learnt.size(); i++) {
      ids.add(learnt.id(i));
    }
    int common = 0;
    String first = "";
    for (int i = 0; i < watched.size(); i++) {
      if (ids.contains(watched.id(i))) {
        first = common++ == 0 ? watched.id(i) : first;
      }
    }
    if (common > 0) {
      throw new TrainingException(
          "%,d images, such as %s, would be trained on and say when to stop; give --split and --stop-on different splits"
              .formatted(common, first));
    }
  }
}

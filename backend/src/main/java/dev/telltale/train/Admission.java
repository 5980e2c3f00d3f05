package dev.telltale.train;

import dev.telltale.train.TrainingImages.Unreadable;
import org.jspecify.annotations.Nullable;

/** What must be right before a training begins. */
final class Admission {
  private Admission() {}

  /**
   * Looks at spec and images.
   *
   * @throws TrainingException saying what to change
   */
  static void check(TrainingSpec spec, TrainingData data) {
    if (spec.watchesStopping() && data.stopping() == null) {
      throw new TrainingException(
          "patience and plateau look at a stopping split; give one with --stop-on");
    }
    StartNetwork network = spec.network();
    if (data.learning().height() != network.height()
        || data.learning().width() != network.width()) {
      throw new IllegalArgumentException("the images are not of the network's size");
    }
    readable(spec, data.learning());
    readable(spec, data.stopping());
  }

  /** Looks at the images that take part. */
  static void check(TrainingSpec spec, Lesson lesson) {
    int images = lesson.learning().usable().length;
    if (images < spec.batch()) {
      throw new TrainingException(
          "%s: %,d images can be learnt from, fewer than a batch of %,d; give a smaller --batch"
              .formatted(lesson.learning().part().dataSet().name(), images, spec.batch()));
    }
    Answers stopping = lesson.stopping();
    if (stopping != null && stopping.usable().length == 0) {
      throw new TrainingException(
          stopping.part().dataSet().name() + ": the stopping split has no image that can be used");
    }
  }

  private static void readable(TrainingSpec spec, @Nullable TrainingImages part) {
    if (part != null && part.unreadable().size() > spec.unreadable() * part.size()) {
      Unreadable first = part.unreadable().get(0);
      throw new TrainingException(
          "%s: %,d of %,d images cannot be read, such as %s: %s; --unreadable sets the share that may be left out (now %s)"
              .formatted(
                  part.dataSet().name(),
                  part.unreadable().size(),
                  part.size(),
                  first.id(),
                  first.reason(),
                  spec.unreadable()));
    }
  }
}

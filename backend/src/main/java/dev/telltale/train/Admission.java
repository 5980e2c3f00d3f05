package dev.telltale.train;

import dev.telltale.dataset.DataSet;
import dev.telltale.model.NewBundle;
import dev.telltale.train.TrainingImages.Unreadable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What must be right before a training begins. */
public final class Admission {
  private Admission() {}

  /**
   * Refuses what cannot begin though every image could be read, before any is: reading takes
   * minutes.
   *
   * @param stopping null for none
   * @param run, bundle, name as for {@link Training#run}
   * @throws TrainingException as {@link Training#open}
   * @throws dev.telltale.model.BundleException when the bundle could not be saved
   * @throws dev.telltale.dataset.DataSetException if a column is not there
   */
  public static void beforeReading(
      TrainingSpec spec,
      DataSet learning,
      @Nullable DataSet stopping,
      Path run,
      Path bundle,
      String name) {
    check(run, bundle, name);
    Lesson lesson = lesson(spec, TrainingData.unread(learning, stopping, spec.network()));
    RunDirectory.check(run, Provenance.asked(spec, lesson));
  }

  /** Looks whether the bundle can be saved; that of a run that was begun may be there already. */
  static void check(Path run, Path bundle, String name) {
    if (!Files.exists(run.resolve(RunDirectory.TRAINING))) {
      NewBundle.check(bundle, name);
    }
  }

  /**
   * What is learnt, if it can be.
   *
   * @throws TrainingException saying what to change
   */
  static Lesson lesson(TrainingSpec spec, TrainingData data) {
    check(spec, data);
    Lesson lesson = Lesson.of(spec.objective(), data);
    check(spec, lesson);
    return lesson;
  }

  private static void check(TrainingSpec spec, TrainingData data) {
    if (spec.watchesStopping() && data.stopping() == null) {
      throw new TrainingException(
          "patience and plateau look at a stopping split; give one with --stop-on");
    }
    StartNetwork network = spec.network();
    if (data.learning().height() != network.height()
        || data.learning().width() != network.width()) {
      throw new IllegalArgumentException("the images are not of the network's size");
    }
    refuseTooLarge(spec);
    readable(spec, data.learning());
    readable(spec, data.stopping());
  }

  /** Looks at the images that take part. */
  private static void check(TrainingSpec spec, Lesson lesson) {
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

  /** The two buffers of {@link Batches}. They lie beside the heap, which bounds them as well. */
  private static void refuseTooLarge(TrainingSpec spec) {
    long image = 3L * spec.network().height() * spec.network().width() * Float.BYTES;
    long most = Math.min(TrainingImages.mostBytes() / 2, Integer.MAX_VALUE);
    if (image * spec.batch() > most) {
      throw new TrainingException(
          "a batch of %,d images of %d × %d needs %,d MB of memory twice, %,d MB are for each; give a --batch of at most %,d, or a larger heap by TELLTALE_JAVA_OPTS=-Xmx8g"
              .formatted(
                  spec.batch(),
                  spec.network().width(),
                  spec.network().height(),
                  image * spec.batch() / 1_000_000,
                  most / 1_000_000,
                  most / image));
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

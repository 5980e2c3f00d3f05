package dev.telltale.train;

import ai.djl.Device;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.NewBundle;
import dev.telltale.train.TrainingProgress.Listener;
import dev.telltale.train.TrainingProgress.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A training in a run directory, epoch by epoch. It may be killed at any moment: opened again with
 * the same spec and images it goes on after the last epoch that was kept, to the same bytes as if
 * nothing had happened (on one type of CPU). Has no thread of its own for the network, and belongs
 * to one.
 */
public final class Training implements AutoCloseable {
  private final TrainingSpec spec;
  private final RunDirectory run;
  private final Lesson lesson;
  private final Map<String, Object> identity;
  private final Learner learner;
  private final List<Finished> kept = new ArrayList<>();
  private final Pace pace;
  private boolean halfway;

  /**
   * What came of a training.
   *
   * @param progress where it stands at the end
   * @param bundle the bundle; null when it was interrupted
   * @param epoch whose network the bundle has; that of the last kept one when it was interrupted
   * @param accuracies of each column over the images that are learnt from, in that epoch
   * @param stoppingAccuracies the same over the stopping split; null without one
   */
  public record Outcome(
      TrainingProgress progress,
      @Nullable ModelBundle bundle,
      int epoch,
      Map<String, Double> accuracies,
      @Nullable Map<String, Double> stoppingAccuracies) {}

  private Training(
      TrainingSpec spec,
      Lesson lesson,
      Device device,
      RunDirectory run,
      Listener listener,
      Map<String, Object> identity) {
    this.spec = spec;
    this.lesson = lesson;
    this.run = run;
    this.identity = identity;
    RunDirectory.State last = run.last();
    if (last != null) {
      kept.addAll(last.history());
    }
    this.learner =
        last == null
            ? Learner.begin(spec, lesson, device)
            : Learner.after(
                kept, run.epoch(kept.size()), run.optimizer(kept.size()), spec, lesson, device);
    this.pace =
        new Pace(
            listener,
            run.path(),
            spec,
            lesson.learning().part().dataSet().name(),
            learner.steps(),
            last == null ? List.of() : last.seconds(),
            last == null ? System.currentTimeMillis() : last.startedAt());
  }

  /**
   * Trains to the end, or until asked to stop, and saves the bundle.
   *
   * @param run directory, made if need be; the same again goes on where it was
   * @param bundle directory of the new bundle: must not exist, be empty, or hold what this training
   *     has made before
   * @param name of the new bundle
   * @param listener told at the end of each epoch, and about once a second in between
   * @param stop asked after each batch, of the stopping split too; an epoch that is stopped is
   *     begun again the next time
   * @throws TrainingException as {@link #open} and {@link #epoch}
   * @throws dev.telltale.model.BundleException when the bundle cannot be saved, or the network not
   *     be loaded
   */
  public static Outcome run(
      TrainingSpec spec,
      TrainingData data,
      Path run,
      Path bundle,
      String name,
      Device device,
      Listener listener,
      BooleanSupplier stop)
      throws InterruptedException {
    Admission.check(run, bundle, name);
    try (Training training = open(spec, data, run, device, listener)) {
      if (!training.isDone()) {
        NewBundle.check(bundle, name);
      }
      try {
        while (!training.isDone()) {
          if (!training.epoch(stop)) {
            return training.outcome(training.pace.tell(training.kept, State.INTERRUPTED), null);
          }
        }
        ModelBundle saved = training.save(bundle, name);
        State state = training.stoppedEarly() ? State.STOPPED_EARLY : State.FINISHED;
        return training.outcome(training.pace.tell(training.kept, state, saved), saved);
      } catch (RuntimeException e) {
        training.pace.failed(training.kept, e);
        throw e;
      }
    }
  }

  /**
   * Takes a run directory and begins, or goes on, with the training.
   *
   * @throws TrainingException when it cannot begin: too many unreadable images, too few, an empty
   *     class or group, another training in the directory, a missing stopping split …
   * @throws dev.telltale.model.BundleException when the network cannot be loaded
   */
  public static Training open(
      TrainingSpec spec, TrainingData data, Path run, Device device, Listener listener) {
    Lesson lesson = Admission.lesson(spec, data);
    Map<String, Object> identity = Provenance.identity(spec, lesson);
    RunDirectory directory = RunDirectory.take(run, identity);
    try {
      return new Training(spec, lesson, device, directory, listener, identity);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Whether all epochs are done, or it has stopped early. */
  public boolean isDone() {
    return Learner.isDone(spec, kept);
  }

  /** Whether the stopping loss has not got lower for long enough. */
  public boolean stoppedEarly() {
    return Learner.stoppedEarly(spec, kept);
  }

  /** Epochs that are kept. */
  public int epochs() {
    return kept.size();
  }

  /**
   * One epoch: learns, looks at the stopping split, keeps all that is needed to go on.
   *
   * @param stop asked after each batch, of the stopping split too
   * @return whether it came to its end; if not, this training must be opened again to go on
   * @throws TrainingException if the loss is no finite number ({@link TrainingException#diverged}),
   *     or the disk is full; what was kept stays
   */
  public boolean epoch(BooleanSupplier stop) throws InterruptedException {
    if (halfway || isDone()) {
      throw new IllegalStateException(isDone() ? "all epochs are done" : "stopped; open it again");
    }
    halfway = true;
    pace.begin(kept);
    try {
      Finished finished =
          learner.epoch(
              (batch, tally) -> {
                pace.batch(kept, batch, tally);
                return !stop.getAsBoolean();
              },
              stop);
      if (finished == null) {
        return false;
      }
    } catch (TrainingException e) {
      throw e.diverged() ? Divergence.advised(e, spec, kept.size(), run) : e;
    }
    pace.end();
    keep();
    halfway = false;
    pace.tell(kept, State.RUNNING);
    return true;
  }

  /**
   * Saves the best epoch's network, or the last one's without a stopping split, as a bundle.
   *
   * @param directory as for {@link #run}
   */
  public ModelBundle save(Path directory, String name) {
    Path best = run.epoch(Finished.best(kept));
    return TrainedBundle.save(directory, name, spec, lesson, best, kept, identity);
  }

  @Override
  public void close() {
    learner.close();
    run.close();
  }

  private void keep() {
    List<Finished> history = learner.history();
    run.keep(
        learner.network(),
        learner.optimizer(),
        new RunDirectory.State(pace.startedAt(), pace.seconds(), history));
    kept.add(history.get(history.size() - 1));
  }

  private Outcome outcome(TrainingProgress progress, @Nullable ModelBundle bundle) {
    int best = Finished.best(kept);
    Finished of = best == 0 ? null : kept.get(best - 1);
    return new Outcome(
        progress,
        bundle,
        best,
        of == null ? Map.of() : of.accuracies(),
        of == null ? null : of.stoppingAccuracies());
  }
}

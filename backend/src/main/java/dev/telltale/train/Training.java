package dev.telltale.train;

import ai.djl.Device;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.NewBundle;
import dev.telltale.train.TrainingProgress.Epoch;
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
  private final Network network;
  private final Optimizer optimizer;
  private final Steps steps;
  private final List<Finished> history = new ArrayList<>();
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
    boolean autoencoder = lesson.outputs() == 0;
    RunDirectory.State last = run.last();
    int done = last == null ? 0 : last.history().size();
    this.network =
        last == null
            ? Network.start(spec.network(), lesson.outputs(), spec.seed(), device)
            : Network.load(run.epoch(done), autoencoder, device);
    this.optimizer = spec.optimizer().of(network.parameters());
    if (last != null) {
      restore(done);
      history.addAll(last.history());
    }
    this.steps = new Steps(spec, lesson, network, optimizer, device);
    this.pace =
        new Pace(
            listener,
            run.path(),
            spec,
            lesson.learning().part().dataSet().name(),
            steps,
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
            return training.outcome(training.pace.tell(training.history, State.INTERRUPTED), null);
          }
        }
        ModelBundle saved = training.save(bundle, name);
        State state = training.stoppedEarly() ? State.STOPPED_EARLY : State.FINISHED;
        return training.outcome(training.pace.tell(training.history, state, saved), saved);
      } catch (RuntimeException e) {
        training.pace.failed(training.history, e);
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
    return history.size() >= spec.epochs() || stoppedEarly();
  }

  /** Whether the stopping loss has not got lower for long enough. */
  public boolean stoppedEarly() {
    return spec.patience() != null
        && !history.isEmpty()
        && history.size() - Finished.best(history) >= spec.patience();
  }

  /** Epochs that are kept. */
  public int epochs() {
    return history.size();
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
    long start = System.nanoTime();
    int epoch = history.size();
    double most = most();
    pace.begin(history);
    Tally learnt;
    Tally watched;
    try {
      learnt =
          steps.learn(
              epoch,
              most,
              (batch, tally) -> {
                pace.batch(history, batch, tally);
                return !stop.getAsBoolean();
              });
      if (learnt == null) {
        return false;
      }
      watched = steps.evaluate(stop);
      if (watched == null && lesson.stopping() != null) {
        return false;
      }
      Divergence.refuse(epoch + 1, watched, network);
    } catch (TrainingException e) {
      throw e.diverged() ? Divergence.advised(e, spec, epoch, run) : e;
    }
    history.add(
        new Finished(
            new Epoch(
                epoch + 1,
                learnt.loss(),
                learnt.accuracy(),
                watched == null ? null : watched.loss(),
                watched == null ? null : watched.accuracy(),
                steps.rate(epoch, steps.batches() - 1, most),
                (System.nanoTime() - start) / 1e9),
            learnt.accuracies(),
            watched == null ? null : watched.accuracies()));
    keep();
    halfway = false;
    pace.tell(history, State.RUNNING);
    return true;
  }

  /**
   * Saves the best epoch's network, or the last one's without a stopping split, as a bundle.
   *
   * @param directory as for {@link #run}
   */
  public ModelBundle save(Path directory, String name) {
    return TrainedBundle.save(directory, name, spec, lesson, run, history, identity);
  }

  @Override
  public void close() {
    steps.close();
    optimizer.close();
    network.close();
    run.close();
  }

  private void restore(int epoch) {
    try {
      optimizer.restore(run.optimizer(epoch));
    } catch (RuntimeException e) {
      optimizer.close();
      network.close();
      throw e;
    }
  }

  private double most() {
    ReduceOnPlateau plateau = spec.plateau();
    return plateau == null
        ? spec.learningRate()
        : plateau.rate(Finished.stoppingLosses(history), spec.learningRate());
  }

  private void keep() {
    try {
      run.keep(
          network.files(), optimizer.state(), new RunDirectory.State(pace.startedAt(), history));
    } catch (RuntimeException e) {
      history.remove(history.size() - 1);
      throw e;
    }
  }

  private Outcome outcome(TrainingProgress progress, @Nullable ModelBundle bundle) {
    int best = Finished.best(history);
    Finished kept = best == 0 ? null : history.get(best - 1);
    return new Outcome(
        progress,
        bundle,
        best,
        kept == null ? Map.of() : kept.accuracies(),
        kept == null ? null : kept.stoppingAccuracies());
  }
}

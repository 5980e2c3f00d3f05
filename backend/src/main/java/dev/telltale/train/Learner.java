package dev.telltale.train;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A training between two epochs: the network, what the optimiser remembers, and what the epochs
 * came to. An epoch is a pure function of these, of spec and images: whoever goes on from the same
 * state comes to the same bytes, on one type of CPU. Belongs to one thread.
 */
final class Learner implements AutoCloseable {
  private final TrainingSpec spec;
  private final Lesson lesson;
  private final Network network;
  private final Optimizer optimizer;
  private final Steps steps;
  private final List<Finished> history;

  private Learner(
      TrainingSpec spec,
      Lesson lesson,
      Network network,
      byte @Nullable [] remembered,
      List<Finished> history,
      Device device) {
    this.spec = spec;
    this.lesson = lesson;
    this.network = network;
    this.history = new ArrayList<>(history);
    try {
      this.optimizer = spec.optimizer().of(network.parameters());
      try {
        if (remembered != null) {
          optimizer.restore(remembered);
        }
      } catch (RuntimeException e) {
        optimizer.close();
        throw e;
      }
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
    this.steps = new Steps(spec, lesson, network, optimizer, device);
  }

  /**
   * Before the first epoch.
   *
   * @throws dev.telltale.model.BundleException when the network cannot be loaded
   */
  static Learner begin(TrainingSpec spec, Lesson lesson, Device device) {
    return new Learner(
        spec,
        lesson,
        Network.start(spec.network(), lesson.outputs(), spec.seed(), device),
        null,
        List.of(),
        device);
  }

  /**
   * After the last of some epochs.
   *
   * @param network directory of the {@link #network} as it was then
   * @param optimizer as {@link #optimizer} gave it
   * @throws dev.telltale.model.BundleException when the network cannot be loaded
   * @throws IllegalArgumentException when the optimiser's memory is another's
   */
  static Learner after(
      List<Finished> history,
      Path network,
      byte[] optimizer,
      TrainingSpec spec,
      Lesson lesson,
      Device device) {
    return new Learner(
        spec,
        lesson,
        Network.load(network, lesson.outputs() == 0, device),
        optimizer,
        history,
        device);
  }

  /** Whether all epochs are done, or it has stopped early. */
  static boolean isDone(TrainingSpec spec, List<Finished> history) {
    return history.size() >= spec.epochs() || stoppedEarly(spec, history);
  }

  /** Whether the stopping loss has not got lower for long enough. */
  static boolean stoppedEarly(TrainingSpec spec, List<Finished> history) {
    return spec.patience() != null
        && !history.isEmpty()
        && history.size() - Finished.best(history) >= spec.patience();
  }

  /**
   * One epoch: learns, and looks at the stopping split.
   *
   * @param watch told of each batch that was learnt from
   * @param stop asked after each batch of the stopping split
   * @return what it came to; null if it was ended in the middle, and then this is of no more use
   * @throws TrainingException if the numbers grow beyond all bounds ({@link
   *     TrainingException#diverged})
   */
  @Nullable Finished epoch(Steps.Watch watch, BooleanSupplier stop) throws InterruptedException {
    int epoch = history.size();
    double most = most();
    Tally learnt = steps.learn(epoch, most, watch);
    if (learnt == null) {
      return null;
    }
    Tally watched = steps.evaluate(stop);
    if (watched == null && lesson.stopping() != null) {
      return null;
    }
    Divergence.refuse(epoch + 1, watched, network);
    Finished finished =
        Finished.of(epoch + 1, learnt, watched, steps.rate(epoch, steps.batches() - 1, most));
    history.add(finished);
    return finished;
  }

  /** What the epochs came to, in order. */
  List<Finished> history() {
    return List.copyOf(history);
  }

  /** The files of the network as it is now, by name. */
  Map<String, byte[]> network() {
    return network.files();
  }

  /** What the optimiser remembers now. */
  byte[] optimizer() {
    return optimizer.state();
  }

  /** Its arithmetic, for telling how much of it there is. */
  Steps steps() {
    return steps;
  }

  @Override
  public void close() {
    steps.close();
    optimizer.close();
    network.close();
  }

  private double most() {
    ReduceOnPlateau plateau = spec.plateau();
    return plateau == null
        ? spec.learningRate()
        : plateau.rate(Finished.stoppingLosses(history), spec.learningRate());
  }
}

package dev.telltale.features.head;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.telltale.features.head.Chunk.Terms;
import dev.telltale.model.LinearHead;
import java.util.Random;

/**
 * Fits a linear head by stochastic gradient descent with momentum, in 32-bit floats, as the
 * published code of Spuriosity Rankings does: v ← m·v + g, W ← W − lr·v, with g the gradient of the
 * batch's weighted mean of softmax cross entropy (and of l2/2 · ‖W‖², which leaves the bias alone).
 * The last batch of an epoch may be smaller.
 */
public final class Sgd {
  private Sgd() {}

  /**
   * How to fit.
   *
   * @param learningRate above 0, finite
   * @param epochs passes over the examples, at least 1
   * @param batch examples of a step, at least 1; of more than there are, all
   * @param momentum in [0, 1)
   * @param l2 factor of ‖W‖²/2, at least 0, finite
   */
  public record Options(double learningRate, int epochs, int batch, double momentum, double l2) {
    /** Those of the published code: 0.01, 20 epochs, batches of 128, momentum 0.9, no decay. */
    public static final Options DEFAULTS = new Options(0.01, 20, 128, 0.9, 0);

    /** Checks the ranges. */
    public Options {
      if (!(learningRate > 0 && Double.isFinite(learningRate))
          || !(momentum >= 0 && momentum < 1)
          || !(l2 >= 0 && Double.isFinite(l2))) {
        throw new IllegalArgumentException(
            "learning rate %s, momentum %s, l2 %s: above 0, in [0, 1), at least 0, and finite are needed"
                .formatted(learningRate, momentum, l2));
      }
      if (epochs < 1 || batch < 1) {
        throw new IllegalArgumentException("epochs and batch must be 1 or more");
      }
    }
  }

  /** In which order the examples are seen. */
  public interface Order {
    /** The examples in the order of an epoch, counted from 0; each of them once. */
    int[] of(int epoch);

    /** The order of the epoch before, shuffled again; the same for the same seed. */
    static Order shuffled(int examples, long seed) {
      Random random = new Random(seed);
      int[] order = new int[examples];
      for (int i = 0; i < examples; i++) {
        order[i] = i;
      }
      return epoch -> {
        for (int i = examples - 1; i > 0; i--) {
          int j = random.nextInt(i + 1);
          int other = order[j];
          order[j] = order[i];
          order[i] = other;
        }
        return order;
      };
    }
  }

  /**
   * Where a fit stands between two epochs: all that the next one depends on.
   *
   * @param head after the last epoch
   * @param velocity v of each weight and bias
   * @param epochs done
   */
  public record State(LinearHead head, LinearHead velocity, int epochs) {
    /** Before the first epoch. */
    public static State before(LinearHead start) {
      return new State(start, Heads.zero(start.classes(), start.channels()), 0);
    }
  }

  /**
   * What an epoch came to.
   *
   * @param number from 1
   * @param batchLoss mean loss of each batch, before its step
   * @param trainingAccuracy in percent, measured during the epoch, each batch before its step
   * @param head after the epoch
   */
  public record Epoch(int number, double[] batchLoss, double trainingAccuracy, LinearHead head) {}

  /** Is told of every epoch, and says whether to go on. */
  public interface Watch {
    /** Whether to go on with the next epoch. */
    boolean goOn(Epoch epoch);

    /** Called after each batch. */
    default void batch() {}
  }

  /**
   * Fits.
   *
   * @param start where to begin
   * @param device where to multiply
   * @return the head after the last epoch
   */
  public static LinearHead fit(
      Examples examples,
      LinearHead start,
      Options options,
      Order order,
      Watch watch,
      Device device) {
    return fit(examples, State.before(start), options, order, watch, device).head();
  }

  /**
   * Goes on with a fit. However often it is left and taken up, the same comes of it.
   *
   * @param from where it stands; {@link Options#epochs} counts those that are done, too
   * @param order a new one, which is asked for the epochs that are done again
   * @param device where to multiply
   * @return where it stands then
   */
  public static State fit(
      Examples examples, State from, Options options, Order order, Watch watch, Device device) {
    if (examples.size() == 0) {
      throw new IllegalArgumentException("a head needs examples to be fitted on");
    }
    for (int number = 1; number <= from.epochs(); number++) {
      order.of(number - 1);
    }
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      Layer layer = Layer.of(from.head(), manager, DataType.FLOAT32);
      Layer velocity = Layer.of(from.velocity(), manager, DataType.FLOAT32);
      int done = from.epochs();
      boolean goOn = true;
      while (goOn && done < options.epochs()) {
        Epoch epoch =
            epoch(examples, layer, velocity, options, order.of(done), ++done, watch, manager);
        goOn = watch.goOn(epoch);
      }
      return new State(layer.head(), velocity.head(), done);
    }
  }

  private static Epoch epoch(
      Examples examples,
      Layer layer,
      Layer velocity,
      Options options,
      int[] places,
      int number,
      Watch watch,
      NDManager manager) {
    int batch = Math.min(options.batch(), places.length);
    double[] losses = new double[(int) ((places.length + batch - 1L) / batch)];
    int right = 0;
    for (int i = 0; i < losses.length; i++) {
      int from = i * batch;
      int count = Math.min(batch, places.length - from);
      try (NDManager scope = manager.newSubManager()) {
        Chunk chunk =
            Chunk.of(examples, scope, DataType.FLOAT32, count, place -> places[from + place]);
        Terms terms = chunk.terms(layer);
        float weights = chunk.weights().sum().getFloat();
        losses[i] = terms.loss().getFloat() / weights;
        right += count(terms.right());
        NDArray penalty = layer.weight().mul(options.l2());
        penalty.attach(scope);
        step(
            layer.weight(),
            velocity.weight(),
            terms.weightGradient().divi(weights).addi(penalty),
            options);
        step(layer.bias(), velocity.bias(), terms.biasGradient().divi(weights), options);
      }
      watch.batch();
    }
    return new Epoch(number, losses, (double) right / places.length * 100, layer.head());
  }

  private static void step(NDArray parameter, NDArray velocity, NDArray gradient, Options options) {
    velocity.muli(options.momentum()).addi(gradient);
    NDArray step = velocity.mul(options.learningRate());
    step.attach(gradient.getManager());
    parameter.subi(step);
  }

  private static int count(NDArray truths) {
    int count = 0;
    for (boolean one : truths.toBooleanArray()) {
      count += one ? 1 : 0;
    }
    return count;
  }
}

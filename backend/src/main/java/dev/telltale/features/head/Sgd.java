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
    if (examples.size() == 0) {
      throw new IllegalArgumentException("a head needs examples to be fitted on");
    }
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      Layer layer = Layer.of(start, manager, DataType.FLOAT32);
      Layer velocity = new Layer(layer.weight().zerosLike(), layer.bias().zerosLike());
      for (int number = 1; number <= options.epochs(); number++) {
        int[] places = order.of(number - 1);
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
        }
        double accuracy = (double) right / places.length * 100;
        if (!watch.goOn(new Epoch(number, losses, accuracy, layer.head()))) {
          break;
        }
      }
      return layer.head();
    }
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

package dev.telltale.features.head;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.telltale.features.head.Chunk.Terms;
import dev.telltale.model.LinearHead;
import java.util.Arrays;

/**
 * Fits a linear head to the minimum of softmax cross entropy by L-BFGS, in 64-bit floats: the
 * weighted mean over all examples, plus l2/2 · ‖W‖², which leaves the bias alone. With l2 above 0
 * there is one minimum; with 0, classes that can be told apart without error have none, and it goes
 * on to ever larger weights until the gradient is small.
 */
public final class LogisticRegression {
  private static final int CHUNK = 1024;

  private LogisticRegression() {}

  /**
   * How to fit.
   *
   * @param mostIterations at least 1
   * @param tolerance converged when no component of the gradient is larger, above 0
   * @param l2 factor of ‖W‖²/2, at least 0, finite
   */
  public record Options(int mostIterations, double tolerance, double l2) {
    /** Until the gradient is below 1e-6, for at most 500 iterations; l2 1e-4. */
    public static final Options DEFAULTS = new Options(500, 1e-6, 1e-4);

    /** Checks the ranges. */
    public Options {
      if (mostIterations < 1 || !(tolerance > 0) || !(l2 >= 0 && Double.isFinite(l2))) {
        throw new IllegalArgumentException(
            "iterations %d, tolerance %s, l2 %s: at least 1, above 0, at least 0 and finite are needed"
                .formatted(mostIterations, tolerance, l2));
      }
    }
  }

  /**
   * What a fit came to.
   *
   * @param head the minimum
   * @param loss there, with the penalty
   * @param iterations done
   * @param converged whether it is the minimum by the tolerance, rather than where the iterations
   *     ended
   */
  public record Fit(LinearHead head, double loss, int iterations, boolean converged) {}

  /** Is told of every iteration. */
  public interface Watch {
    /**
     * @param number from 1
     * @param loss there, with the penalty
     */
    void iteration(int number, double loss);
  }

  /**
   * Fits.
   *
   * @param start where to begin; matters only for how long it takes
   * @param device where to multiply
   */
  public static Fit fit(
      Examples examples, LinearHead start, Options options, Watch watch, Device device) {
    if (examples.size() == 0) {
      throw new IllegalArgumentException("a head needs examples to be fitted on");
    }
    int weights = start.channels() * start.classes();
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        NDManager first = manager.newSubManager()) {
      Layer layer = Layer.of(start, first, DataType.FLOAT64);
      double[] x = Arrays.copyOf(layer.weight().toDoubleArray(), weights + start.classes());
      System.arraycopy(layer.bias().toDoubleArray(), 0, x, weights, start.classes());
      Lbfgs.Minimum minimum =
          Lbfgs.minimise(
              (at, gradient) -> loss(examples, options.l2(), at, weights, gradient, manager),
              x,
              options.mostIterations(),
              options.tolerance(),
              watch::iteration);
      LinearHead head = layer(minimum.x(), weights, first).head();
      return new Fit(head, minimum.value(), minimum.iterations(), minimum.converged());
    }
  }

  private static double loss(
      Examples examples, double l2, double[] x, int weights, double[] gradient, NDManager manager) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    double total = 0;
    try (NDManager scope = manager.newSubManager()) {
      Layer layer = layer(x, weights, scope);
      for (int from = 0; from < examples.size(); from += CHUNK) {
        int first = from;
        int count = Math.min(CHUNK, examples.size() - from);
        try (NDManager inner = scope.newSubManager()) {
          Chunk chunk = Chunk.of(examples, inner, DataType.FLOAT64, count, place -> first + place);
          Terms terms = chunk.terms(layer);
          loss += terms.loss().getDouble();
          total += chunk.weights().sum().getDouble();
          add(gradient, 0, terms.weightGradient().toDoubleArray());
          add(gradient, weights, terms.biasGradient().toDoubleArray());
        }
      }
    }
    double squares = 0;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= total;
      if (i < weights) {
        gradient[i] += l2 * x[i];
        squares += x[i] * x[i];
      }
    }
    return loss / total + l2 / 2 * squares;
  }

  private static Layer layer(double[] x, int weights, NDManager manager) {
    return Layer.of(
        Arrays.copyOf(x, weights),
        Arrays.copyOfRange(x, weights, x.length),
        manager,
        DataType.FLOAT64);
  }

  private static void add(double[] sum, int at, double[] part) {
    for (int i = 0; i < part.length; i++) {
      sum[at + i] += part[i];
    }
  }
}

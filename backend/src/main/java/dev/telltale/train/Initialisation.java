package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Gradients;
import dev.telltale.model.TrainableModule.Parameter;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The weights that a training begins with, in the distributions that PyTorch gives its layers:
 * convolutions and linear layers uniform in ±1/√fan-in, weights and biases alike; normalisation 1
 * and 0. A seed draws the same ones anywhere.
 */
public final class Initialisation {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private Initialisation() {}

  /**
   * Draws all parameters of a module anew, but frozen ones.
   *
   * @param parameters in the module's order; each bias by the name of its layer's weight
   * @throws IllegalArgumentException if a parameter is neither weight nor bias of a layer
   */
  public static void draw(List<Parameter> parameters, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Gradients.unrecorded(
        () -> {
          for (Parameter parameter : parameters) {
            if (parameter.trainable()) {
              draw(parameter, parameters, random.split());
            }
          }
          return parameters;
        });
  }

  private static void draw(Parameter parameter, List<Parameter> all, SplittableRandom random) {
    String name = parameter.name();
    String layer = name.substring(0, name.lastIndexOf('.') + 1);
    Parameter weight =
        all.stream()
            .filter(one -> one.name().equals(layer + WEIGHT))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(name + ": not a layer's weight or bias"));
    Shape shape = weight.values().getShape();
    if (shape.dimension() > 1) {
      uniform(parameter.values(), 1 / Math.sqrt((double) shape.size() / shape.get(0)), random);
    } else if (all.stream().noneMatch(one -> one.name().equals(layer + BIAS))) {
      // Normalisation has both; PReLU's slope, say, is a weight by name only.
      throw new IllegalArgumentException(name + ": not the weight of a layer that can be drawn");
    } else if (name.endsWith(BIAS)) {
      set(parameter.values(), 0);
    } else {
      set(parameter.values(), 1);
    }
  }

  private static void uniform(NDArray values, double bound, SplittableRandom random) {
    float[] drawn = new float[(int) values.size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    try (NDArray source = values.getManager().create(drawn, values.getShape())) {
      values.set(Optimizer.ALL, source);
    }
  }

  private static void set(NDArray values, float value) {
    try (NDArray source = values.getManager().full(values.getShape(), value)) {
      values.set(Optimizer.ALL, source);
    }
  }
}

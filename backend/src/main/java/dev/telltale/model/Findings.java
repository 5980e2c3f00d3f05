package dev.telltale.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What a {@link DryRun} finds, and the looks that it takes at every kind of network. */
final class Findings {
  private static final int TIMED_RUNS = 9;

  private final List<String> faults = new ArrayList<>();
  private final List<ModelCheck.Fact> facts = new ArrayList<>();

  List<String> faults() {
    return List.copyOf(faults);
  }

  List<ModelCheck.Fact> facts() {
    return List.copyOf(facts);
  }

  /** One line that says what is wrong, in which file. */
  void fault(String line) {
    faults.add(line);
  }

  void fact(String name, String value) {
    facts.add(new ModelCheck.Fact(name, value));
  }

  void parameters(long count) {
    fact("parameters", String.format("%,d", count));
  }

  /** Looks for numbers that are none. */
  void finite(String file, NDArray array) {
    for (float value : array.toFloatArray()) {
      if (!Float.isFinite(value)) {
        fault(file + ": returns " + value + " for a random image; its weights may be damaged");
        return;
      }
    }
  }

  /** Looks whether a gradient can be computed, is finite and not zero everywhere. */
  void gradient(String file, Supplier<NDArray> computed) {
    try {
      NDArray gradient = computed.get();
      finite(file + " (gradient)", gradient);
      if (gradient.abs().max().getFloat() == 0) {
        fault(file + ": its output does not depend on its input; GradCAM would be zero everywhere");
      }
    } catch (RuntimeException e) {
      fault(file + ": cannot be differentiated: " + e.getMessage());
    }
  }

  /** The median time of some runs. */
  void speed(NDArray images, UnaryOperator<NDArray> network) {
    double[] millis = new double[TIMED_RUNS];
    for (int i = 0; i < TIMED_RUNS; i++) {
      try (NDManager scope = images.getManager().newSubManager()) {
        NDArray input = images.duplicate();
        input.attach(scope);
        long start = System.nanoTime();
        network.apply(input).toFloatArray();
        millis[i] = (System.nanoTime() - start) / 1e6 / images.getShape().get(0);
      }
    }
    Arrays.sort(millis);
    fact("ms/image", String.format("%.1f", millis[TIMED_RUNS / 2]));
  }
}

package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.telltale.model.Gradients;
import dev.telltale.model.TrainableModule.Parameter;
import java.util.List;

/**
 * Changes parameters by their gradients. Holds what it remembers between steps in tensors of its
 * own; close it to free them. Belongs to one thread.
 */
public abstract class Optimizer implements AutoCloseable {
  /**
   * To write over all of a tensor in place; copyTo does so too, but has libtorch warn of itself.
   */
  static final NDIndex ALL = new NDIndex(":");

  private final List<Parameter> parameters;
  private final NDManager manager;

  /**
   * @param parameters to change, one or more; each step wants a gradient of every one
   */
  Optimizer(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
    this.manager = parameters.get(0).values().getManager().newSubManager();
  }

  /** What there is to choose, with PyTorch's defaults where they are not given. */
  public sealed interface Choice {
    /** A new one that remembers nothing yet. */
    Optimizer of(List<Parameter> parameters);
  }

  /**
   * Stochastic gradient descent (torch.optim.SGD): v ← μ·v + g, p ← p − lr·v, with g the gradient
   * plus the weight decay times p.
   *
   * @param momentum μ, 0 or more
   * @param weightDecay 0 or more
   */
  public record SgdChoice(double momentum, double weightDecay) implements Choice {
    @Override
    public Optimizer of(List<Parameter> parameters) {
      return new Sgd(parameters, this);
    }
  }

  /**
   * Adam (Kingma and Ba 2015), or AdamW (Loshchilov and Hutter 2019), with β 0.9, 0.999 and ε 1e-8.
   *
   * @param weightDecay 0 or more
   * @param decoupled whether the decay goes around the moments, as in AdamW, rather than into the
   *     gradient
   */
  public record AdamChoice(double weightDecay, boolean decoupled) implements Choice {
    @Override
    public Optimizer of(List<Parameter> parameters) {
      return new Adam(parameters, this);
    }
  }

  /** One step along the gradients that the parameters have now; these are used up. */
  public final void step(double learningRate) {
    Gradients.unrecorded(
        () -> {
          begin();
          updateAll(learningRate);
          return parameters;
        });
  }

  private void updateAll(double learningRate) {
    for (int i = 0; i < parameters.size(); i++) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray gradient = parameters.get(i).gradient();
        gradient.attach(scope);
        update(i, parameters.get(i).values(), gradient, learningRate);
      }
    }
  }

  /** What must be kept, beside the parameters, to go on as if nothing had happened. */
  public final byte[] state() {
    NDList memory = memory();
    return memory.isEmpty() ? new byte[0] : memory.encode();
  }

  /**
   * Takes back what {@link #state} was.
   *
   * @throws IllegalArgumentException if it is that of another optimiser or other parameters
   */
  public final void restore(byte[] state) {
    NDList memory = memory();
    try (NDManager scope = manager.newSubManager()) {
      NDList kept = state.length == 0 ? new NDList() : NDList.decode(scope, state);
      if (kept.size() != memory.size()) {
        throw new IllegalArgumentException(
            kept.size() + " tensors of state, want " + memory.size());
      }
      for (int i = 0; i < memory.size(); i++) {
        memory.get(i).set(ALL, kept.get(i));
      }
    }
    restored();
  }

  /** The tensors that are remembered between steps, themselves. */
  abstract NDList memory();

  /** After they were written over. */
  void restored() {}

  @Override
  public final void close() {
    manager.close();
  }

  /** Before the first parameter of a step. */
  void begin() {}

  /**
   * @param i place of the parameter
   * @param values to change in place
   * @param gradient may be changed; its manager is a scope of this update
   */
  abstract void update(int i, NDArray values, NDArray gradient, double learningRate);

  /** A tensor of zeros for each parameter, of its shape. */
  final NDList zeros() {
    NDList zeros = new NDList();
    for (Parameter parameter : parameters) {
      zeros.add(manager.zeros(parameter.values().getShape()));
    }
    return zeros;
  }
}

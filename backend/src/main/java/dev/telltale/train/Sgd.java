package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.telltale.model.TrainableModule.Parameter;
import java.util.List;

/** See {@link Optimizer.SgdChoice}. */
final class Sgd extends Optimizer {
  private final SgdChoice choice;
  private final NDList velocity;

  Sgd(List<Parameter> parameters, SgdChoice choice) {
    super(parameters);
    this.choice = choice;
    this.velocity = choice.momentum() == 0 ? new NDList() : zeros();
  }

  @Override
  void update(int i, NDArray values, NDArray gradient, double learningRate) {
    NDArray step = gradient;
    if (choice.weightDecay() != 0) {
      NDArray decay = values.mul(choice.weightDecay());
      decay.attach(gradient.getManager());
      step = gradient.add(decay);
    }
    if (choice.momentum() != 0) {
      step = velocity.get(i).muli(choice.momentum()).addi(step);
    }
    NDArray change = step.mul(learningRate);
    change.attach(gradient.getManager());
    values.subi(change);
  }

  @Override
  NDList memory() {
    return velocity;
  }
}

package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.telltale.model.TrainableModule.Parameter;
import java.util.List;

/** See {@link Optimizer.AdamChoice}. */
final class Adam extends Optimizer {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final AdamChoice choice;
  private final NDList mean;
  private final NDList square;

  /** Steps so far; a tensor, so that it is kept with the others. */
  private final NDArray steps;

  private long step;

  Adam(List<Parameter> parameters, AdamChoice choice) {
    super(parameters);
    this.choice = choice;
    this.mean = zeros();
    this.square = zeros();
    this.steps = mean.get(0).getManager().create(new long[1]);
  }

  @Override
  void begin() {
    step++;
    steps.addi(1);
  }

  @Override
  void update(int i, NDArray values, NDArray gradient, double learningRate) {
    NDArray g = gradient;
    if (choice.weightDecay() != 0 && choice.decoupled()) {
      values.muli(1 - learningRate * choice.weightDecay());
    } else if (choice.weightDecay() != 0) {
      NDArray decay = values.mul(choice.weightDecay());
      decay.attach(gradient.getManager());
      g = gradient.add(decay);
    }
    mean.get(i).muli(BETA1).addi(g.mul(1 - BETA1));
    square.get(i).muli(BETA2).addi(g.mul(g).muli(1 - BETA2));
    NDArray root = square.get(i).sqrt();
    root.attach(gradient.getManager());
    root.divi(Math.sqrt(1 - Math.pow(BETA2, step))).addi(EPSILON);
    NDArray change = mean.get(i).div(root);
    change.attach(gradient.getManager());
    values.subi(change.muli(learningRate / (1 - Math.pow(BETA1, step))));
  }

  @Override
  NDList memory() {
    NDList all = new NDList();
    all.addAll(mean);
    all.addAll(square);
    all.add(steps);
    return all;
  }

  @Override
  void restored() {
    step = steps.getLong();
  }
}

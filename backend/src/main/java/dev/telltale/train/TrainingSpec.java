package dev.telltale.train;

import org.jspecify.annotations.Nullable;

/**
 * All that decides, with the images, what comes out of a training: the same spec and the same
 * images give the same bytes, on one type of CPU.
 *
 * @param objective what is learnt
 * @param network what learns
 * @param epochs passes over the images, at least 1
 * @param batch images of a step, at least 1; what is left over at the end of an epoch's order is
 *     not used in that epoch
 * @param optimizer how parameters change
 * @param learningRate the greatest, above 0
 * @param schedule the learning rate of each step
 * @param plateau lowers the rate by the stopping loss; null for not
 * @param patience epochs without a lower stopping loss after which the training ends; null for
 *     never
 * @param augmentation of the images that are learnt from
 * @param adversary makes the images that are learnt from harder (adversarial training); null for
 *     not
 * @param unreadable share of the images that may be unreadable, and are left out, in [0,1]
 * @param seed of parameters, order, augmentation and noise
 */
public record TrainingSpec(
    Objective objective,
    StartNetwork network,
    int epochs,
    int batch,
    Optimizer.Choice optimizer,
    double learningRate,
    LearningRate schedule,
    @Nullable ReduceOnPlateau plateau,
    @Nullable Integer patience,
    Augmentation augmentation,
    @Nullable Pgd adversary,
    double unreadable,
    long seed) {

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public TrainingSpec {
    atLeastOne("epochs", epochs);
    atLeastOne("images of a batch", batch);
    if (patience != null) {
      atLeastOne("epochs of patience", patience);
    }
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a learning rate is above 0, not " + learningRate);
    }
    if (!(unreadable >= 0 && unreadable <= 1)) {
      throw new IllegalArgumentException(
          "the share that may be unreadable is from 0 to 1, not " + unreadable);
    }
    if (adversary != null && objective instanceof Objective.Reconstruction) {
      throw new IllegalArgumentException("adversarial training is for classifiers and encoders");
    }
  }

  private static void atLeastOne(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(what + " must be 1 or more, not " + count);
    }
  }

  /** Whether it needs a stopping split. */
  public boolean watchesStopping() {
    return plateau != null || patience != null;
  }

  /** A spec with usual choices where none is made. */
  public static Builder of(Objective objective, StartNetwork network) {
    return new Builder(objective, network);
  }

  /** Chooses one thing after the other. */
  public static final class Builder {
    private final Objective objective;
    private final StartNetwork network;
    private int epochs = 10;
    private int batch = 64;
    private Optimizer.Choice optimizer = new Optimizer.AdamChoice(0.01, true);
    private double learningRate = 3e-3;
    private LearningRate schedule = new LearningRate.OneCycle(0.3);
    private @Nullable ReduceOnPlateau plateau;
    private @Nullable Integer patience;
    private Augmentation augmentation = Augmentation.NONE;
    private @Nullable Pgd adversary;
    private double unreadable = 0.01;
    private long seed;

    private Builder(Objective objective, StartNetwork network) {
      this.objective = objective;
      this.network = network;
    }

    /** 10 else. */
    public Builder epochs(int count) {
      this.epochs = count;
      return this;
    }

    /** 64 else. */
    public Builder batch(int images) {
      this.batch = images;
      return this;
    }

    /** AdamW with a weight decay of 0.01 else. */
    public Builder optimizer(Optimizer.Choice choice) {
      this.optimizer = choice;
      return this;
    }

    /** 0.003 else. */
    public Builder learningRate(double most) {
      this.learningRate = most;
      return this;
    }

    /** One cycle that rises for 0.3 of the steps else. */
    public Builder schedule(LearningRate rates) {
      this.schedule = rates;
      return this;
    }

    /** Not lowered by the stopping loss else. */
    public Builder plateau(@Nullable ReduceOnPlateau reduce) {
      this.plateau = reduce;
      return this;
    }

    /** All epochs else. */
    public Builder patience(@Nullable Integer withoutBetter) {
      this.patience = withoutBetter;
      return this;
    }

    /** The images as they are else. */
    public Builder augmentation(Augmentation choice) {
      this.augmentation = choice;
      return this;
    }

    /** None else. */
    public Builder adversary(@Nullable Pgd attack) {
      this.adversary = attack;
      return this;
    }

    /** 0.01 else. */
    public Builder unreadable(double share) {
      this.unreadable = share;
      return this;
    }

    /** 0 else. */
    public Builder seed(long number) {
      this.seed = number;
      return this;
    }

    /**
     * The spec.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public TrainingSpec build() {
      return new TrainingSpec(
          objective,
          network,
          epochs,
          batch,
          optimizer,
          learningRate,
          schedule,
          plateau,
          patience,
          augmentation,
          adversary,
          unreadable,
          seed);
    }
  }
}

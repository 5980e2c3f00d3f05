package dev.telltale.train;

/** The learning rate of each step, from the greatest that is asked for. */
public sealed interface LearningRate {

  /**
   * The rate of a step.
   *
   * @param step from 0
   * @param steps of the whole training
   * @param most the greatest rate
   */
  double at(long step, long steps, double most);

  /** The same for every step. */
  record Constant() implements LearningRate {
    @Override
    public double at(long step, long steps, double most) {
      return most;
    }
  }

  /** Half a cosine from the greatest to 0 (torch's CosineAnnealingLR over all steps). */
  record Cosine() implements LearningRate {
    @Override
    public double at(long step, long steps, double most) {
      return most * (1 + Math.cos(Math.PI * step / steps)) / 2;
    }
  }

  /**
   * Up and down again (torch's OneCycleLR, cosine): from 1/25 of the greatest up to it, then down
   * to 1/250 000 of it.
   *
   * @param rise share of the steps that go up, above 0 and below 1
   */
  record OneCycle(double rise) implements LearningRate {
    private static final double FIRST = 1 / 25.0;
    private static final double LAST = FIRST / 1e4;

    /**
     * @throws IllegalArgumentException if nothing goes up, or nothing down
     */
    public OneCycle {
      if (!(rise > 0 && rise < 1)) {
        throw new IllegalArgumentException("the share that rises is between 0 and 1: " + rise);
      }
    }

    @Override
    public double at(long step, long steps, double most) {
      double top = rise * steps - 1;
      double end = steps - 1;
      return step <= top
          ? most * (top == 0 ? 1 : between(FIRST, 1, step / top)) // nothing rises: at the top
          : most * between(1, LAST, (step - top) / (end - top));
    }

    private static double between(double from, double to, double share) {
      return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }
  }
}

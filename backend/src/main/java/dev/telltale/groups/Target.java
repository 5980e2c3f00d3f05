package dev.telltale.groups;

/**
 * What figures are about: a model over all its images, a model over one group, or the difference of
 * two models over the images that both have verdicts on.
 *
 * @param model its place in the spec
 * @param other of a difference, model minus other; −1 else
 * @param group −1 for all images
 * @param n how many images
 */
record Target(int model, int other, int group, int n) {
  /** What is measured; the first ones of all targets, the last ones of a model's images alone. */
  enum Measure {
    ACCURACY,
    WORST,
    GAP,
    EQUAL_COUNT,
    EQUAL_WIDTH,
    BRIER,
    LOG_LOSS,
    GAP_BY_CHANCE,
    EQUAL_COUNT_BY_CHANCE,
    EQUAL_WIDTH_BY_CHANCE
  }

  static final int MEASURES = Measure.values().length;

  /** Whether it is a model over all its images. */
  boolean isAll(int of) {
    return model == of && !pair() && group < 0;
  }

  boolean pair() {
    return other >= 0;
  }
}

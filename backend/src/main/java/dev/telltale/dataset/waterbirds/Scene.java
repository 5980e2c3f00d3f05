package dev.telltale.dataset.waterbirds;

/**
 * Everything that is in a picture, before it is painted.
 *
 * @param waterbird the label: a waterbird, else a landbird
 * @param onWater the place: water, else land (the ground itself may be ambiguous)
 * @param grainSeed of the textures, which are the only random thing left to the painter
 */
record Scene(boolean waterbird, boolean onWater, Bird bird, Ground ground, long grainSeed) {
  private static final long LABEL = 1;
  private static final long PLACE = 2;
  private static final long BIRD = 3;
  private static final long GROUND = 4;
  private static final long GRAIN = 5;

  /**
   * The scene number {@code index} of a seed. It does not depend on how many there are; between
   * correlations only the place changes.
   *
   * @param correlation the probability that a bird is in its own place
   */
  static Scene draw(long seed, int index, double correlation) {
    // Of every two scenes one has a waterbird, so that the classes are of one size.
    boolean swapped = Draws.of(seed, LABEL).split(index / 2).chance(.5);
    boolean waterbird = (index % 2 == 1) != swapped;
    boolean own = Draws.of(seed, PLACE).split(index).chance(correlation);
    boolean onWater = waterbird == own;
    return new Scene(
        waterbird,
        onWater,
        Bird.draw(waterbird, Draws.of(seed, BIRD).split(index)),
        Ground.draw(onWater, Draws.of(seed, GROUND).split(index)),
        Draws.of(seed, GRAIN).split(index).next());
  }
}

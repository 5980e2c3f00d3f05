package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.drawn.Draws;

/**
 * Everything that is in a picture, before it is painted.
 *
 * @param waterbird the label: a waterbird, else a landbird
 * @param onWater the place: water, else land (the ground itself may be ambiguous)
 * @param birdSeed of the bird's own measures, from which it can be drawn again as another family
 * @param grainSeed of the textures, which are the only random thing left to the painter
 */
public record Scene(
    boolean waterbird, boolean onWater, Bird bird, Ground ground, long birdSeed, long grainSeed) {
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
    long birdSeed = Draws.of(seed, BIRD).split(index).next();
    return new Scene(
        waterbird,
        onWater,
        Bird.draw(waterbird, Draws.of(birdSeed, 0)),
        Ground.draw(onWater, Draws.of(seed, GROUND).split(index)),
        birdSeed,
        Draws.of(seed, GRAIN).split(index).next());
  }

  /**
   * This scene with one factor changed and everything else as it is: the same bird, the same noise.
   * The shape is what the label says, so that changing it changes the label; plumage, which only
   * goes with the family, does not.
   *
   * @param value see {@link BirdFactor}
   * @throws IllegalArgumentException if the factor does not take the value
   */
  public Scene with(BirdFactor factor, String value) {
    return switch (factor) {
      case PLACE -> {
        boolean water = factor.choice(value) == 1;
        yield new Scene(waterbird, water, bird, ground.with(water), birdSeed, grainSeed);
      }
      case SHAPE -> {
        boolean water = factor.choice(value) == 1;
        Bird shaped = bird.shaped(water, Draws.of(birdSeed, 0));
        yield new Scene(water, onWater, shaped, ground, birdSeed, grainSeed);
      }
      case PLUMAGE -> bird(bird.plumed(factor.choice(value) == 1, Draws.of(birdSeed, 0)));
      case COLOUR -> bird(bird.coloured(factor.choice(value) / 6.0));
      case POSITION -> {
        double[] middle = BirdFactor.position(value);
        yield bird(bird.at(middle[0], middle[1]));
      }
    };
  }

  private Scene bird(Bird changed) {
    return new Scene(waterbird, onWater, changed, ground, birdSeed, grainSeed);
  }
}

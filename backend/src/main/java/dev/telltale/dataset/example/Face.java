package dev.telltale.dataset.example;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A drawn face and the truth about it. As in the published data sets, blond hair is rarer among
 * men, and so is lipstick; that is drawn, not found.
 *
 * @param age in years, 1 to 90
 * @param race a place in UTKFace's list, 0 to 4
 * @param tone of the skin, from 0 (dark) to 1 (pale)
 * @param width of the head, from 0 (narrow) to 1
 * @param left how far the head is shifted, from -1 to 1
 */
record Face(
    boolean male,
    int age,
    int race,
    Hair hair,
    boolean bald,
    boolean bangs,
    boolean hat,
    boolean glasses,
    boolean earrings,
    boolean necklace,
    boolean lipstick,
    boolean mustache,
    boolean smiling,
    boolean open,
    boolean bushyBrows,
    double tone,
    double width,
    double left,
    long grain) {

  /** The colours of hair that CelebA tells apart. */
  enum Hair {
    BLACK(0x1C1714),
    BROWN(0x5A3A22),
    BLOND(0xD9B868),
    GRAY(0xA8A8A8);

    private final int rgb;

    Hair(int rgb) {
      this.rgb = rgb;
    }

    int rgb() {
      return rgb;
    }
  }

  /** The ranges of tones drawn for each race overlap widely. */
  private static final List<Double> PALEST = List.of(1.0, .45, .85, .6, .9);

  private static final double RANGE = .45;

  /** The face of a number; it does not depend on how many there are. */
  static Face draw(long seed, int index) {
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(seed).nextLong() + index * 0x9E3779B97F4A7C15L);
    boolean male = random.nextInt(2) == 0;
    int age = 1 + Math.min(random.nextInt(90), random.nextInt(90));
    int race = random.nextInt(PALEST.size());
    boolean blond = chance(random, male ? .15 : .5);
    boolean bald = male && chance(random, age > 50 ? .3 : .08);
    Hair hair =
        age > 60 && chance(random, .7)
            ? Hair.GRAY
            : blond ? Hair.BLOND : chance(random, .5) ? Hair.BROWN : Hair.BLACK;
    return new Face(
        male,
        age,
        race,
        hair,
        bald,
        !bald && chance(random, .3),
        chance(random, .12),
        chance(random, .2),
        chance(random, male ? .05 : .4),
        chance(random, male ? .05 : .3),
        chance(random, male ? .03 : .6),
        male && age > 15 && chance(random, .35),
        chance(random, .5),
        chance(random, .4),
        chance(random, male ? .4 : .1),
        PALEST.get(race) - RANGE * random.nextDouble(),
        random.nextDouble(),
        random.nextDouble() * 2 - 1,
        random.nextLong());
  }

  private static boolean chance(SplittableRandom random, double probability) {
    return random.nextDouble() < probability;
  }
}

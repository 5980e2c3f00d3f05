package dev.telltale.dataset.example;

import dev.telltale.dataset.faces.Face;
import dev.telltale.dataset.faces.Trait;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A drawn person and the truth about it. As in the published data sets, blond hair is rarer among
 * men, and so is lipstick; that is drawn, not found.
 *
 * @param age in years, 1 to 90; those below 40 count as young
 * @param race a place in UTKFace's list, 0 to 4
 */
record Person(int age, int race, Face face) {
  private static final int YOUNG = 40;

  /** The ranges of tones drawn for each race overlap widely. */
  private static final List<Double> PALEST = List.of(1.0, .45, .85, .6, .9);

  private static final double RANGE = .45;

  /** The person of a number; it does not depend on how many there are. */
  static Person draw(long seed, int index) {
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(seed).nextLong() + index * 0x9E3779B97F4A7C15L);
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    boolean male = put(traits, Trait.MALE, random, .5);
    int age = 1 + Math.min(random.nextInt(90), random.nextInt(90));
    int race = random.nextInt(PALEST.size());
    hair(traits, male, age, random);
    put(traits, Trait.WEARING_HAT, random, .12);
    put(traits, Trait.EYEGLASSES, random, .2);
    put(traits, Trait.WEARING_EARRINGS, random, male ? .05 : .4);
    put(traits, Trait.WEARING_NECKLACE, random, male ? .05 : .3);
    put(traits, Trait.WEARING_LIPSTICK, random, male ? .03 : .6);
    put(traits, Trait.MUSTACHE, random, male && age > 15 ? .35 : 0);
    put(traits, Trait.SMILING, random, .5);
    put(traits, Trait.MOUTH_SLIGHTLY_OPEN, random, .4);
    put(traits, Trait.BUSHY_EYEBROWS, random, male ? .4 : .1);
    put(traits, Trait.ARCHED_EYEBROWS, random, male ? .1 : .4);
    put(traits, Trait.BIG_NOSE, random, male ? .4 : .2);
    put(traits, Trait.POINTY_NOSE, random, .3);
    if (age < YOUNG) {
      traits.add(Trait.YOUNG);
    }
    double tone = PALEST.get(race) - RANGE * random.nextDouble();
    return new Person(age, race, new Face(traits, tone, random.nextLong()));
  }

  private static void hair(Set<Trait> traits, boolean male, int age, SplittableRandom random) {
    boolean blond = random.nextDouble() < (male ? .15 : .5);
    boolean brown = random.nextDouble() < .5;
    boolean gray = random.nextDouble() < (age > 60 ? .7 : 0);
    traits.add(
        gray
            ? Trait.GRAY_HAIR
            : blond ? Trait.BLOND_HAIR : brown ? Trait.BROWN_HAIR : Trait.BLACK_HAIR);
    boolean bald = put(traits, Trait.BALD, random, male ? age > 50 ? .3 : .08 : 0);
    put(traits, Trait.BANGS, random, bald ? 0 : .3);
  }

  private static boolean put(
      Set<Trait> traits, Trait trait, SplittableRandom random, double probability) {
    boolean there = random.nextDouble() < probability;
    if (there) {
      traits.add(trait);
    }
    return there;
  }
}

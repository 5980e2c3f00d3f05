package dev.telltale.dataset.faces;

import static dev.telltale.dataset.faces.Trait.ARCHED_EYEBROWS;
import static dev.telltale.dataset.faces.Trait.BIG_NOSE;
import static dev.telltale.dataset.faces.Trait.BLOND_HAIR;
import static dev.telltale.dataset.faces.Trait.BUSHY_EYEBROWS;
import static dev.telltale.dataset.faces.Trait.EYEGLASSES;
import static dev.telltale.dataset.faces.Trait.MALE;
import static dev.telltale.dataset.faces.Trait.MOUTH_SLIGHTLY_OPEN;
import static dev.telltale.dataset.faces.Trait.MUSTACHE;
import static dev.telltale.dataset.faces.Trait.POINTY_NOSE;
import static dev.telltale.dataset.faces.Trait.SMILING;
import static dev.telltale.dataset.faces.Trait.WEARING_LIPSTICK;
import static dev.telltale.dataset.faces.Trait.YOUNG;

import dev.telltale.dataset.drawn.Draws;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often faces have each attribute, and how attributes raise or lower each other's probability.
 * They are drawn in {@link #ORDER}; an attribute's probability is its base plus the differences
 * that earlier attributes which the face has make to it.
 */
public final class LabelModel {
  /** Causes before effects. */
  public static final List<Trait> ORDER =
      List.of(
          MALE,
          YOUNG,
          SMILING,
          MOUTH_SLIGHTLY_OPEN,
          BIG_NOSE,
          POINTY_NOSE,
          ARCHED_EYEBROWS,
          BUSHY_EYEBROWS,
          EYEGLASSES,
          WEARING_LIPSTICK,
          BLOND_HAIR,
          MUSTACHE);

  /** Noses, brows, lips, hair and moustaches go with Male, open mouths with smiles. */
  public static final LabelModel DEFAULT =
      new LabelModel(
          Map.ofEntries(
              Map.entry(MALE, new Chance(.45, Map.of())),
              Map.entry(YOUNG, new Chance(.7, Map.of())),
              Map.entry(SMILING, new Chance(.5, Map.of())),
              Map.entry(MOUTH_SLIGHTLY_OPEN, new Chance(.15, Map.of(SMILING, .6))),
              Map.entry(BIG_NOSE, new Chance(.2, Map.of(MALE, .4))),
              Map.entry(POINTY_NOSE, new Chance(.45, Map.of(BIG_NOSE, -.35, SMILING, .1))),
              Map.entry(ARCHED_EYEBROWS, new Chance(.5, Map.of(MALE, -.4))),
              Map.entry(BUSHY_EYEBROWS, new Chance(.1, Map.of(MALE, .3))),
              Map.entry(EYEGLASSES, new Chance(.22, Map.of(MALE, .08, YOUNG, -.1))),
              Map.entry(WEARING_LIPSTICK, new Chance(.75, Map.of(MALE, -.73))),
              Map.entry(BLOND_HAIR, new Chance(.35, Map.of(MALE, -.28))),
              Map.entry(MUSTACHE, new Chance(0, Map.of(MALE, .35)))));

  private final Map<Trait, Chance> chances;

  /** The probability without any cause, and the difference that each cause makes. */
  private record Chance(double base, Map<Trait, Double> differences) {
    /** The least and the greatest probability. */
    double least() {
      return base + differences.values().stream().mapToDouble(d -> Math.min(0, d)).sum();
    }

    double most() {
      return base + differences.values().stream().mapToDouble(d -> Math.max(0, d)).sum();
    }
  }

  private LabelModel(Map<Trait, Chance> chances) {
    this.chances = new EnumMap<>(chances);
  }

  /** All that decides the labels, always in the same order. */
  @Override
  public String toString() {
    return chances.entrySet().stream()
        .map(
            one ->
                "%s %s %s"
                    .formatted(
                        one.getKey(),
                        one.getValue().base(),
                        new TreeMap<>(one.getValue().differences())))
        .collect(Collectors.joining("; "));
  }

  /** A model in which nothing goes with anything; every attribute is as frequent as by default. */
  public static LabelModel independent() {
    Map<Trait, Chance> chances = new EnumMap<>(Trait.class);
    ORDER.forEach(trait -> chances.put(trait, new Chance(DEFAULT.frequency(trait), Map.of())));
    return new LabelModel(chances);
  }

  /**
   * This model with another difference that {@code cause} makes to the frequency of {@code effect},
   * all its other causes being equal. Where one of these goes with {@code cause} too, faces with
   * and without it differ by that much more or less. The overall frequency of the effect stays,
   * unless a probability would leave 0 to 1: then it moves as little as that takes.
   *
   * @param difference from -1 to 1; 0 if it shall make none
   * @throws IllegalArgumentException if the effect is drawn before the cause, or all differences to
   *     it together exceed 1
   */
  public LabelModel with(Trait cause, Trait effect, double difference) {
    if (!(Math.abs(difference) <= 1)) {
      throw new IllegalArgumentException(
          "a difference of frequencies is from -1 to 1, not " + difference);
    }
    if (ORDER.indexOf(cause) >= ORDER.indexOf(effect)) {
      throw new IllegalArgumentException(
          "%s is not drawn before %s; write %s:%s"
              .formatted(cause.label(), effect.label(), effect.label(), cause.label()));
    }
    Map<Trait, Double> differences = new LinkedHashMap<>(chances.get(effect).differences());
    differences.put(cause, difference);
    double base = frequency(effect);
    for (Map.Entry<Trait, Double> other : differences.entrySet()) {
      base -= frequency(other.getKey()) * other.getValue();
    }
    Chance free = new Chance(base, differences);
    if (free.most() - free.least() > 1 + 1e-9) {
      throw new IllegalArgumentException(
          "what changes the frequency of %s sums to %.2f, and it can change by 1 at most"
              .formatted(effect.label(), free.most() - free.least()));
    }
    double moved = base - Math.min(0, free.least()) - Math.max(0, free.most() - 1);
    Map<Trait, Chance> changed = new EnumMap<>(chances);
    changed.put(effect, new Chance(moved, differences));
    return new LabelModel(changed);
  }

  /** How frequent an attribute is among all faces, from 0 to 1. */
  public double frequency(Trait trait) {
    Chance chance = chances.get(trait);
    double sum = chance.base();
    for (Map.Entry<Trait, Double> cause : chance.differences().entrySet()) {
      sum += frequency(cause.getKey()) * cause.getValue();
    }
    return sum;
  }

  /** Attributes of one face. Each has its own stream of numbers. */
  Set<Trait> draw(Draws draws) {
    Set<Trait> there = EnumSet.noneOf(Trait.class);
    for (Trait trait : ORDER) {
      Chance chance = chances.get(trait);
      double probability = chance.base();
      for (Map.Entry<Trait, Double> cause : chance.differences().entrySet()) {
        probability += there.contains(cause.getKey()) ? cause.getValue() : 0;
      }
      if (draws.split(trait.ordinal()).chance(probability)) {
        there.add(trait);
      }
    }
    return there;
  }
}

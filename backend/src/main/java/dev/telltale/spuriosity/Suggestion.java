package dev.telltale.spuriosity;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a feature is likely to be spurious, where object masks say so in place of a person
 * (Moayeri et al. 2023, app. G): how much of its activation maps lies outside the object, and what
 * it follows when objects and surroundings are exchanged. It only suggests.
 *
 * @param outside share of the maps' mass outside the object, mean over the images, 0 to 1
 * @param uniform what a map that is everywhere the same would have: the area outside
 * @param images how many count; those where the feature is nowhere active, or the object nowhere,
 *     do not
 * @param exchanged what it follows; null where nothing was exchanged
 * @param missing why its maps say nothing; null where they do
 */
public record Suggestion(
    double outside,
    double uniform,
    int images,
    @Nullable Exchanged exchanged,
    @Nullable String missing) {

  /** When a feature is called spurious. */
  public enum Rule {
    /**
     * The class's own surroundings raise it, and by no less than other objects change it; see
     * {@link Exchange}.
     */
    EXCHANGE,
    /** Most of its mass is outside: the paper's. Blurred maps of small objects always are. */
    MASS,
    /** It is thinner inside than a uniform map would be: chance is taken off. */
    DENSITY
  }

  /**
   * One feature's part of an {@link Exchange}.
   *
   * @param object by how many of its standard deviations the class's own objects raise it
   * @param surroundings by how many its own surroundings do
   * @param images objects of each kind, and as many surroundings
   * @param missing why nothing can be told; null where it can
   */
  public record Exchanged(
      double object, double surroundings, int images, @Nullable String missing) {
    /** Whether it follows the object more than the surroundings. */
    public boolean followsObject() {
      return Math.abs(object) > Math.abs(surroundings);
    }
  }

  /**
   * Weighs the maps of a feature on the images that activate it most.
   *
   * @param maps at any size
   * @param masks of the same images, shares of the object [height·width] in [0,1]
   * @param height of the masks
   * @param width of the masks
   */
  public static Suggestion of(List<Nam> maps, List<float[]> masks, int height, int width) {
    double outside = 0;
    double uniform = 0;
    int images = 0;
    for (int i = 0; i < maps.size(); i++) {
      float[] map = maps.get(i).resized(height, width).values();
      double inside = 0;
      double mass = 0;
      double area = 0;
      for (int p = 0; p < map.length; p++) {
        mass += map[p];
        area += masks.get(i)[p];
        inside += (double) map[p] * masks.get(i)[p];
      }
      if (mass > 0 && area > 0) {
        outside += 1 - inside / mass;
        uniform += 1 - area / map.length;
        images++;
      }
    }
    return images == 0
        ? new Suggestion(0, 0, 0, null, "no image has both the feature and an object")
        : new Suggestion(outside / images, uniform / images, images, null, null);
  }

  /** The same beside what the feature follows. */
  Suggestion with(@Nullable Exchanged other) {
    return new Suggestion(outside, uniform, images, other, missing);
  }

  /** Why a rule suggests nothing; null where it suggests something. */
  public @Nullable String missing(Rule rule) {
    if (rule != Rule.EXCHANGE) {
      return missing;
    }
    return exchanged == null ? "nothing was exchanged" : exchanged.missing;
  }

  /**
   * Whether the feature looks spurious.
   *
   * @throws IllegalStateException where nothing is suggested
   */
  public boolean spurious(Rule rule) {
    String why = missing(rule);
    if (why != null) {
      throw new IllegalStateException(why);
    }
    return switch (rule) {
      case EXCHANGE -> !followsObject() && surroundings() > 0;
      case MASS -> outside > 0.5;
      case DENSITY -> outside > uniform;
    };
  }

  /**
   * Whether the feature looks core. One that follows surroundings, but those of other classes, is
   * neither: where it is high the class's own cue is absent, and rankings by it would be upside
   * down.
   *
   * @throws IllegalStateException where nothing is suggested
   */
  public boolean core(Rule rule) {
    return !spurious(rule) && (rule != Rule.EXCHANGE || followsObject());
  }

  private boolean followsObject() {
    return Objects.requireNonNull(exchanged).followsObject();
  }

  private double surroundings() {
    return Objects.requireNonNull(exchanged).surroundings();
  }
}

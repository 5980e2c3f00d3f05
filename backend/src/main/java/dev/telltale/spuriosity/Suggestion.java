package dev.telltale.spuriosity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a feature is likely to be spurious, where an object mask says so in place of a person
 * (Moayeri et al. 2023, app. G): how much of its activation maps lies outside the object. It only
 * suggests; a cue on the object, or a core feature that looks around it, is told wrong.
 *
 * @param outside share of the maps' mass outside the object, mean over the images, 0 to 1
 * @param uniform what a map that is everywhere the same would have: the area outside
 * @param images how many count; those where the feature is nowhere active, or the object nowhere,
 *     do not
 * @param missing why nothing is suggested; null where something is
 */
public record Suggestion(double outside, double uniform, int images, @Nullable String missing) {

  /** When a feature is called spurious. */
  public enum Rule {
    /** Most of its mass is outside: the paper's. Blurred maps of small objects always are. */
    MASS,
    /** It is thinner inside than a uniform map would be: chance is taken off. */
    DENSITY
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
        ? new Suggestion(0, 0, 0, "no image has both the feature and an object")
        : new Suggestion(outside / images, uniform / images, images, null);
  }

  /**
   * Whether the feature looks spurious.
   *
   * @throws IllegalStateException where nothing is suggested
   */
  public boolean spurious(Rule rule) {
    if (missing != null) {
      throw new IllegalStateException(missing);
    }
    return outside > (rule == Rule.MASS ? 0.5 : uniform);
  }
}

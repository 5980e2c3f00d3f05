package dev.telltale.spuriosity;

import java.util.List;

/**
 * The region of an image that a feature covers (Moayeri et al. 2023, app. B): its activation map;
 * of a spurious feature only what is more than the consolidated core mask, the pixel-wise maximum
 * of the core features' maps.
 */
public final class FeatureRegion {
  private FeatureRegion() {}

  /**
   * The region of a core feature.
   *
   * @return [height·width] in [0,1]
   */
  public static float[] core(Nam map, int height, int width) {
    return map.resized(height, width).values();
  }

  /**
   * The region of a spurious feature: max(0, map − core mask).
   *
   * @param core maps of the class's core features on the same image; may be none
   * @return [height·width] in [0,1]
   */
  public static float[] spurious(Nam map, List<Nam> core, int height, int width) {
    float[] region = core(map, height, width);
    float[] mask = new float[region.length];
    for (Nam one : core) {
      float[] values = one.resized(height, width).values();
      for (int i = 0; i < mask.length; i++) {
        mask[i] = Math.max(mask[i], values[i]);
      }
    }
    for (int i = 0; i < region.length; i++) {
      region[i] = Math.max(0, region[i] - mask[i]);
    }
    return region;
  }
}

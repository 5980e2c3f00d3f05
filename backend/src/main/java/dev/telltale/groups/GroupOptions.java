package dev.telltale.groups;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.OptionSchema;

/**
 * The options of the method.
 *
 * @param chunk images of a unit, a multiple of {@link Scorer#BATCH}; the report does not depend on
 *     it
 * @param smallest groups with a smaller share of the images are no candidates for the worst
 * @param bins of the calibration error
 * @param level confidence of the intervals
 * @param resamples of the bootstrap
 * @param seed of the bootstrap
 */
record GroupOptions(int chunk, double smallest, int bins, double level, int resamples, long seed) {
  private static final OptionSchema SCHEMA =
      new OptionSchema("groups")
          .whole(
              "chunk",
              "Images of a unit",
              "How many pictures a worker takes at once, a multiple of 16. The report does not"
                  + " depend on it.",
              64L,
              16,
              4096)
          .multiple("chunk", Scorer.BATCH)
          .number(
              "smallest",
              "Smallest group",
              "Groups with a smaller share of the pictures are no candidates for the worst one.",
              0.01,
              0,
              1)
          .whole(
              "bins",
              "Bins",
              "Into so many bins the confidences are put for the calibration error.",
              15L,
              1,
              1000)
          .number("level", "Confidence", "Confidence of all intervals.", 0.95, 0.5, 0.999)
          .whole(
              "resamples",
              "Resamples",
              "So often the pictures are drawn again for the bootstrap.",
              1000L,
              100,
              100_000)
          .whole("seed", "Seed", "Of the bootstrap's draws.", 0L, 0, Integer.MAX_VALUE);

  /** The schema of the options, from which forms are made; also the one list of their names. */
  static ObjectNode schema() {
    return SCHEMA.json();
  }

  /**
   * All options, those that are not given with their defaults.
   *
   * @throws dev.telltale.audit.SpecException naming the one that is unknown or out of its range
   */
  static ObjectNode complete(ObjectNode asked) {
    return SCHEMA.complete(asked);
  }

  /** Reads options, as {@link #complete}. */
  static GroupOptions of(ObjectNode asked) {
    ObjectNode all = SCHEMA.complete(asked);
    return new GroupOptions(
        all.get("chunk").intValue(),
        all.get("smallest").doubleValue(),
        all.get("bins").intValue(),
        all.get("level").doubleValue(),
        all.get("resamples").intValue(),
        all.get("seed").longValue());
  }
}

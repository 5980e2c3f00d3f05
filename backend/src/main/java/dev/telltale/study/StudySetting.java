package dev.telltale.study;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How a study is run.
 *
 * @param work directory for drawn data and trained networks; kept, so that an interrupted study
 *     goes on
 * @param models directory of the demo's bundles, and of {@code networks}, the empty ones that are
 *     trained
 * @param seeds how many trainings there are of each kind, at least 1
 * @param firstSeed of the first; the others follow
 * @param brief whether it is only to be shown that it runs: small data, few epochs; its figures
 *     mean nothing
 * @param say told what happens, a line at a time
 */
public record StudySetting(
    Path work, Path models, int seeds, long firstSeed, boolean brief, Consumer<String> say) {
  /**
   * @throws IllegalArgumentException if there are no seeds
   */
  public StudySetting {
    if (seeds < 1) {
      throw new IllegalArgumentException("at least one seed is needed, not " + seeds);
    }
  }

  /** One number for the real study, another for the brief one. */
  int number(int real, int inBrief) {
    return brief ? inBrief : real;
  }
}

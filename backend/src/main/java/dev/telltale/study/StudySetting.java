package dev.telltale.study;

import dev.telltale.audit.Artifacts;
import dev.telltale.dataset.drawn.SeedSpace;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a study is run.
 *
 * @param work directory for drawn data and trained networks; kept, so that an interrupted study
 *     goes on
 * @param networks directory of the empty networks that are trained
 * @param models directory that the demo's bundles are put into
 * @param seeds how many trainings there are of each kind, at least 1
 * @param firstSeed of the first, 0 or more; the others follow
 * @param brief whether it is only to be shown that it runs: small data, few epochs; its figures
 *     mean nothing
 * @param artifacts keeps what an audit writes in a directory of its own
 * @param say told what happens, a line at a time
 */
public record StudySetting(
    Path work,
    Path networks,
    Path models,
    int seeds,
    long firstSeed,
    boolean brief,
    Function<Path, Artifacts> artifacts,
    Consumer<String> say) {
  /**
   * @throws IllegalArgumentException if there are no seeds, or one is out of its range
   */
  public StudySetting {
    if (seeds < 1) {
      throw new IllegalArgumentException("at least one seed is needed, not " + seeds);
    }
    SeedSpace.checked(firstSeed);
    SeedSpace.checked(firstSeed + seeds);
  }

  /** The same of one seed. */
  StudySetting only(long seed) {
    return new StudySetting(work, networks, models, 1, seed, brief, artifacts, say);
  }

  /** What the page of a brief run begins with; empty for a real one. */
  public String caution() {
    return brief ? "**A brief run, to show that it runs: its figures mean nothing.**\n" : "";
  }

  /** One number for the real study, another for the brief one. */
  public int number(int real, int inBrief) {
    return brief ? inBrief : real;
  }
}

package dev.telltale.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an audit is. Follows from what Kafka holds, so that it never goes back: not on a reload,
 * not with another owner.
 *
 * @param stages all of them, in order
 * @param stage place of the one that is worked on; the number of stages when all are done
 * @param unitsPerSecond lately, in this stage; null while it is not known
 * @param left until the stage's end; null while it is not known
 * @param running units that a worker has begun with, by their start
 * @param lately units that ended last, latest last, at most {@link #LATELY}
 */
public record AuditProgress(
    List<Stage> stages,
    int stage,
    @Nullable Double unitsPerSecond,
    @Nullable Left left,
    List<Running> running,
    List<Ended> lately) {
  /** The most that {@link #lately} holds. */
  public static final int LATELY = 200;

  /** Copies the lists. */
  public AuditProgress {
    stages = List.copyOf(stages);
    running = List.copyOf(running);
    lately = List.copyOf(lately);
  }

  /**
   * A stage.
   *
   * @param name its name
   * @param units how many it has; null while that is not known, since stages before it decide it
   * @param done units with a result
   * @param aside units that the audit does without
   */
  public record Stage(String name, @Nullable Integer units, int done, int aside) {}

  /**
   * Time left, in seconds.
   *
   * @param seconds expected
   * @param low with 90 % confidence at least
   * @param high with 90 % confidence at most
   */
  public record Left(double seconds, double low, double high) {}

  /**
   * A unit at work.
   *
   * @param stage its stage
   * @param unit its place in the plan, from 0
   * @param attempt from 0
   * @param worker the member that works on it
   * @param since when it began
   */
  public record Running(String stage, int unit, int attempt, String worker, Instant since) {}

  /**
   * A unit that ended.
   *
   * @param stage its stage
   * @param unit its place in the plan, from 0
   * @param attempt from 0
   * @param worker the member that worked on it
   * @param at when it ended
   * @param seconds that it took
   * @param error why it threw, on one line; null when it is done
   */
  public record Ended(
      String stage,
      int unit,
      int attempt,
      String worker,
      Instant at,
      double seconds,
      @Nullable String error) {}
}

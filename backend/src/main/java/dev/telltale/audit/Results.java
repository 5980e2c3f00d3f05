package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/**
 * The results of a stage's units.
 *
 * <p>They are read one after the other, so that a stage of many large results needs little memory.
 */
public interface Results {
  /** How many units the stage has. */
  int units();

  /** How many of them have no result. */
  int missing();

  /** Whether more may come: a report is made in the middle of the stage. */
  default boolean open() {
    return false;
  }

  /** The results, in the order of the units; close it. */
  Stream<Result> stream();

  /**
   * One unit's.
   *
   * @param unit its place in the plan, from 0
   * @param value what {@link AuditMethod#work} gave
   */
  record Result(int unit, JsonNode value) {}
}

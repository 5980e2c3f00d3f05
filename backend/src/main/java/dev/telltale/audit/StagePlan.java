package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The units of a stage.
 *
 * @param order in which they may be worked on
 * @param units what each is about, in the method's own words; a unit is at most about ten seconds
 *     of work. A stage may have none
 */
public record StagePlan(Order order, List<JsonNode> units) {
  /** In which order units may be worked on. */
  public enum Order {
    /** Any, and at the same time. */
    PARALLEL,
    /** One after the other: each is given the result of the one before. */
    CHAIN,
    /**
     * By people: the stage has one unit, and its result is what they answered. The audit waits for
     * it.
     */
    PEOPLE
  }

  /** Copies the units. */
  public StagePlan {
    units = List.copyOf(units);
    if (order == Order.PEOPLE && units.size() != 1) {
      throw new IllegalArgumentException("people are asked in one unit, not " + units.size());
    }
  }

  /** Units for any number of workers. */
  public static StagePlan parallel(List<? extends JsonNode> units) {
    return new StagePlan(Order.PARALLEL, List.copyOf(units));
  }

  /** Units that follow each other. */
  public static StagePlan chain(List<? extends JsonNode> units) {
    return new StagePlan(Order.CHAIN, List.copyOf(units));
  }
}

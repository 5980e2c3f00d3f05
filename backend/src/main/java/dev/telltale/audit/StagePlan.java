package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
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

  /**
   * Units for any number of workers, of so many images each: {@code from} the place of its first,
   * {@code to} the place after its last.
   *
   * @param images of the data set
   * @param chunk images of a unit, at least 1; the last has what is left
   */
  public static StagePlan chunks(int images, int chunk) {
    List<JsonNode> units = new ArrayList<>();
    for (int from = 0; from < images; from += chunk) {
      units.add(
          JsonNodeFactory.instance
              .objectNode()
              .put("from", from)
              .put("to", Math.min(images, from + chunk)));
    }
    return parallel(units);
  }

  /** Units that follow each other. */
  public static StagePlan chain(List<? extends JsonNode> units) {
    return new StagePlan(Order.CHAIN, List.copyOf(units));
  }
}

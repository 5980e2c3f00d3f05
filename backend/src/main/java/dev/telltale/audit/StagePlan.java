package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * The units of a stage.
 *
 * @param order in which they may be worked on
 * @param chains how many chains there are side by side; 1 in other orders
 * @param units what each is about, in the method's own words; a unit is at most about ten seconds
 *     of work. A stage may have none
 */
public record StagePlan(Order order, int chains, List<JsonNode> units) {
  /** In which order units may be worked on. */
  public enum Order {
    /** Any, and at the same time. */
    PARALLEL,
    /** One after the other: each is given the result of the one before in its chain. */
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
    if (chains < 1 || (chains > 1 && order != Order.CHAIN)) {
      throw new IllegalArgumentException("%d chains in the order %s".formatted(chains, order));
    }
    if (order == Order.PEOPLE && units.size() != 1) {
      throw new IllegalArgumentException("people are asked in one unit, not " + units.size());
    }
  }

  /** Units for any number of workers. */
  public static StagePlan parallel(List<? extends JsonNode> units) {
    return new StagePlan(Order.PARALLEL, 1, List.copyOf(units));
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
    return chains(1, units);
  }

  /**
   * Several chains side by side, all of one length.
   *
   * @param chains how many
   * @param units the first of each chain, then the second of each, and so on
   */
  public static StagePlan chains(int chains, List<? extends JsonNode> units) {
    if (chains < 1 || units.size() % chains != 0) {
      throw new IllegalArgumentException(
          "%d units are not %d chains of one length".formatted(units.size(), chains));
    }
    return new StagePlan(Order.CHAIN, chains, List.copyOf(units));
  }

  /** One unit, which people answer. */
  public static StagePlan people(JsonNode unit) {
    return new StagePlan(Order.PEOPLE, 1, List.of(unit));
  }

  /** The unit whose result a unit is given; −1 for none. */
  public int before(int unit) {
    return order == Order.CHAIN ? Math.max(-1, unit - chains) : -1;
  }
}

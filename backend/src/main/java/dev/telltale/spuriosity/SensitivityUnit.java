package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.telltale.stats.PairedDifference;
import org.jspecify.annotations.Nullable;

/**
 * One feature before one model, as a row of an outcome that has hundreds of thousands: numbers
 * alone, or the feature, the model and why there are none.
 *
 * @param index number of the feature's evidence
 * @param model its place among the measured ones
 * @param images that count
 * @param right how many of them the model gets right as they are
 * @param changes of each corruption: how many it no longer gets right, and how many it now does
 * @param missing why nothing was measured; null where something was
 */
record SensitivityUnit(
    int index, int model, int images, int right, int[] changes, @Nullable String missing) {

  /** The result of a unit as a row. */
  static ArrayNode row(JsonNode result) {
    ArrayNode row = Json.NODES.arrayNode();
    row.add(result.get("index")).add(result.get("model"));
    if (result.has("why")) {
      return row.add(result.get("why"));
    }
    if (result.get("images").intValue() == 0) {
      return row.add(
          result.get("covered").intValue() == 0
              ? "the class has no picture to report on"
              : "it is nowhere active beyond the core features");
    }
    row.add(result.get("images")).add(result.get("right"));
    result.get("cells").forEach(of -> row.add(of.get("lost")).add(of.get("gained")));
    return row;
  }

  /** Reads a row. */
  static SensitivityUnit read(JsonNode row) {
    int index = row.get(0).intValue();
    int model = row.get(1).intValue();
    if (row.get(2).isTextual()) {
      return new SensitivityUnit(index, model, 0, 0, new int[0], row.get(2).textValue());
    }
    int[] changes = new int[row.size() - 4];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = row.get(i + 4).intValue();
    }
    return new SensitivityUnit(
        index, model, row.get(2).intValue(), row.get(3).intValue(), changes, null);
  }

  PairedDifference change(Corruption corruption) {
    int at = 2 * corruption.ordinal();
    return new PairedDifference(changes[at], changes[at + 1], images);
  }
}

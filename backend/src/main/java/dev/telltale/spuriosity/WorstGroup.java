package dev.telltale.spuriosity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.SampleTable;
import dev.telltale.stats.Proportion;
import dev.telltale.stats.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The group, a label with values of the attributes, in which a head is right least often: what
 * tuning is for, where a data set knows its groups.
 *
 * @param name such as {@code waterbird, place=land}
 * @param accuracy in it
 */
record WorstGroup(String name, Proportion accuracy) {
  /** A group of fewer images says too little to be called the worst. */
  static final int FEWEST = 30;

  private static final class Tally {
    private long right;
    private long images;
  }

  /**
   * Finds it.
   *
   * @param right by the places' order
   * @return null where the data set has no attributes, or no group has {@value #FEWEST} images
   */
  static @Nullable WorstGroup of(SampleTable samples, int[] places, boolean[] right, double level) {
    if (samples.groups().isEmpty()) {
      return null;
    }
    Map<String, Tally> groups = new TreeMap<>();
    for (int i = 0; i < places.length; i++) {
      String name = name(samples, places[i]);
      if (name != null) {
        Tally tally = groups.computeIfAbsent(name, of -> new Tally());
        tally.images++;
        tally.right += right[i] ? 1 : 0;
      }
    }
    WorstGroup worst = null;
    for (Map.Entry<String, Tally> group : groups.entrySet()) {
      Tally tally = group.getValue();
      if (tally.images >= FEWEST) {
        Proportion accuracy = Wilson.interval(tally.right, tally.images, level);
        if (worst == null || accuracy.value() < worst.accuracy.value()) {
          worst = new WorstGroup(group.getKey(), accuracy);
        }
      }
    }
    return worst;
  }

  private static @Nullable String name(SampleTable samples, int place) {
    List<String> parts = new ArrayList<>();
    parts.add(String.valueOf(samples.label(place)));
    for (Column column : samples.groups()) {
      int code = samples.code(column, place);
      if (code < 0) {
        return null;
      }
      parts.add(column.name() + "=" + column.values().get(code));
    }
    return String.join(", ", parts);
  }

  ObjectNode json() {
    ObjectNode one = Json.NODES.objectNode().put("group", name);
    one.setAll(Json.estimate(accuracy));
    return one;
  }
}

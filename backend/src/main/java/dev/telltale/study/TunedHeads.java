package dev.telltale.study;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What tuning a head did on the reporting split, as an audit's document {@code tuning} tells it.
 *
 * @param missing why nothing was tuned; null where it was
 * @param before of the head as it came
 * @param sets the trials of each choice of images to tune on, such as {@link #LOW}
 */
record TunedHeads(@Nullable String missing, Figures before, Map<String, List<Trial>> sets) {
  /** Tuned on the images of lowest spuriosity. */
  static final String LOW = "low";

  /** On any. */
  static final String RANDOM = "random";

  /** On those that the head gets wrong. */
  static final String ERRORS = "errors";

  /**
   * Figures of one head; NaN where there are none.
   *
   * @param worstGroup accuracy in the group where it is lowest
   * @param group its name
   */
  record Figures(Estimate worstGroup, String group, Estimate gap, Estimate accuracy) {
    private static Figures of(JsonNode measured, JsonNode worst) {
      return new Figures(
          estimate(worst),
          worst.path("group").asText(""),
          estimate(measured.path("gap")),
          estimate(measured.path("accuracy")));
    }
  }

  /**
   * One tuning.
   *
   * @param images that it was tuned on
   * @param toppedUp those of them that were right, where wrong ones were wanted
   * @param epochs that it took
   * @param ended why, such as {@code closed}
   */
  record Trial(int images, int toppedUp, int epochs, String ended, Figures after) {}

  /** Reads the document. */
  static TunedHeads of(JsonNode tuning) {
    Map<String, List<Trial>> sets = new LinkedHashMap<>();
    JsonNode worst = tuning.path("worstGroup");
    for (JsonNode set : tuning.get("sets")) {
      String name = set.get("set").textValue();
      List<Trial> trials = new ArrayList<>();
      for (JsonNode one : set.get("trials")) {
        trials.add(
            new Trial(
                one.get("images").intValue(),
                one.get("toppedUp").intValue(),
                one.get("epochs").intValue(),
                one.get("ended").textValue(),
                Figures.of(one.get("after"), worst.path("after").path(name).path(trials.size()))));
      }
      sets.put(name, trials);
    }
    return new TunedHeads(
        tuning.path("missing").textValue(),
        Figures.of(tuning.path("before"), worst.path("before")),
        sets);
  }

  /** The mean over the trials of a set; NaN where there are none. */
  double mean(String set, ToDoubleFunction<Figures> figure) {
    return trials(set).stream()
        .mapToDouble(trial -> figure.applyAsDouble(trial.after()))
        .average()
        .orElse(Double.NaN);
  }

  /** By how much the worst group's accuracy rises, mean over the trials. */
  double rise(String set) {
    return mean(set, figures -> figures.worstGroup().value()) - before.worstGroup().value();
  }

  /** What is left of the gap, of either sign: the mean over the trials over that before. */
  double left(String set) {
    return mean(set, figures -> Math.abs(figures.gap().value())) / Math.abs(before.gap().value());
  }

  /** The trials of a set; none where nothing was tuned. */
  List<Trial> trials(String set) {
    return sets.getOrDefault(set, List.of());
  }

  private static Estimate estimate(JsonNode of) {
    return new Estimate(
        of.path("value").asDouble(Double.NaN),
        of.path("low").asDouble(Double.NaN),
        of.path("high").asDouble(Double.NaN),
        of.path("n").asLong());
  }
}

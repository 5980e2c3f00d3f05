package dev.telltale.groups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Results;
import dev.telltale.groups.Target.Measure;
import dev.telltale.stats.Bootstrap;
import dev.telltale.stats.Estimate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The second stage: bootstrap intervals over images. A unit is some targets, or some resamples of a
 * target of very many images.
 *
 * <p>A percentile interval is right for means. The lowest of several accuracies is low by chance,
 * the gap and the calibration error are large by chance, and a resample adds the same chance again:
 * percentiles alone then miss the truth nearly always where groups are alike, or a model
 * calibrated. So the calibration error has the basic interval (2 · figure − quantiles), worst group
 * and gap reach as far as either, and gap and calibration error begin at 0 where chance alone gives
 * as much.
 */
final class Intervals {
  /** Images times resamples of a unit: about two seconds. */
  private static final long COST = 50_000_000;

  private static final int MOST_TARGETS = 32;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Intervals() {}

  static List<JsonNode> plan(List<Target> targets, int resamples) {
    List<JsonNode> units = new ArrayList<>();
    int first = 0;
    long cost = 0;
    for (int i = 0; i < targets.size(); i++) {
      long one = (long) targets.get(i).n() * resamples;
      if (i > first && (cost + one > COST || i - first >= MOST_TARGETS)) {
        units.add(unit(first, i, 0, resamples));
        first = i;
        cost = 0;
      }
      if (one > COST) {
        int each = (int) Math.max(1, COST / targets.get(i).n());
        for (int r = 0; r < resamples; r += each) {
          units.add(unit(i, i + 1, r, Math.min(resamples, r + each)));
        }
        first = i + 1;
      } else {
        cost += one;
      }
    }
    if (first < targets.size()) {
      units.add(unit(first, targets.size(), 0, resamples));
    }
    return units;
  }

  private static JsonNode unit(int first, int end, int from, int to) {
    return JSON.objectNode().put("first", first).put("end", end).put("from", from).put("to", to);
  }

  static JsonNode work(JsonNode unit, Evidence evidence, Runnable breathe) {
    int from = unit.get("from").intValue();
    ArrayNode figures = JSON.arrayNode();
    for (int target = unit.get("first").intValue(); target < unit.get("end").intValue(); target++) {
      double[][] resampled =
          evidence.resampled(
              evidence.targets().get(target), from, unit.get("to").intValue(), breathe);
      double[] packed =
          Arrays.stream(resampled).flatMapToDouble(Arrays::stream).toArray(); // [R·measures]
      figures
          .addObject()
          .put("target", target)
          .put("from", from)
          .put("values", Packed.bytes(packed));
    }
    return figures;
  }

  /** The intervals of every target, by {@link Measure}: pairs of ends, and what chance gives. */
  static JsonNode fold(Evidence evidence, GroupOptions options, Results results) {
    TreeMap<Integer, TreeMap<Integer, double[]>> parts = new TreeMap<>();
    ObjectNode folded = JSON.objectNode();
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(
          unit -> {
            for (JsonNode one : unit.value()) {
              int target = one.get("target").intValue();
              TreeMap<Integer, double[]> known =
                  parts.computeIfAbsent(target, first -> new TreeMap<>());
              known.put(one.get("from").intValue(), values(one));
              int length = known.values().stream().mapToInt(part -> part.length).sum();
              if (length == options.resamples() * Target.MEASURES) {
                folded.set("" + target, ends(evidence, target, parts.remove(target), options));
              }
            }
          });
    }
    parts.forEach((target, some) -> folded.set("" + target, ends(evidence, target, some, options)));
    return folded;
  }

  private static double[] values(JsonNode one) {
    try {
      return Packed.doubles(one.get("values").binaryValue());
    } catch (IOException e) {
      throw new UncheckedIOException("resampled figures cannot be read back", e);
    }
  }

  private static JsonNode ends(
      Evidence evidence, int place, TreeMap<Integer, double[]> parts, GroupOptions options) {
    double[] all = parts.values().stream().flatMapToDouble(Arrays::stream).toArray();
    Target target = evidence.targets().get(place);
    double[] figures = evidence.figures(target);
    double[] ends = new double[2 * Target.MEASURES];
    for (Measure measure : Measure.values()) {
      Estimate estimate = interval(measure, target, figures, all, options.level());
      ends[2 * measure.ordinal()] = estimate.low();
      ends[2 * measure.ordinal() + 1] = estimate.high();
    }
    double[] chance = new double[Target.MEASURES];
    for (Measure measure : Measure.values()) {
      chance[measure.ordinal()] =
          Arrays.stream(resamplesOf(measure, all)).average().orElse(Double.NaN);
    }
    return JSON.objectNode().put("ends", Packed.bytes(ends)).put("means", Packed.bytes(chance));
  }

  private static Estimate interval(
      Measure measure, Target target, double[] figures, double[] all, double level) {
    double value = figures[measure.ordinal()];
    double[] resampled = resamplesOf(measure, all);
    Estimate percentiles = Bootstrap.percentiles(value, resampled, level, target.n());
    if (target.pair()) {
      return percentiles;
    }
    double basicLow = Math.max(0, 2 * value - percentiles.high());
    double basicHigh = Math.min(1, 2 * value - percentiles.low());
    return switch (measure) {
      case WORST ->
          with(
              percentiles,
              Math.min(percentiles.low(), basicLow),
              Math.max(percentiles.high(), basicHigh));
      case GAP ->
          with(
              percentiles,
              chanceAlone(value, Measure.GAP_BY_CHANCE, all, level)
                  ? 0
                  : Math.min(percentiles.low(), basicLow),
              Math.max(percentiles.high(), basicHigh));
      case EQUAL_COUNT ->
          with(
              percentiles,
              chanceAlone(value, Measure.EQUAL_COUNT_BY_CHANCE, all, level) ? 0 : basicLow,
              basicHigh);
      case EQUAL_WIDTH ->
          with(
              percentiles,
              chanceAlone(value, Measure.EQUAL_WIDTH_BY_CHANCE, all, level) ? 0 : basicLow,
              basicHigh);
      default -> percentiles;
    };
  }

  /** Whether chance gives as much in more than 1 − level of the cases. */
  private static boolean chanceAlone(double value, Measure chance, double[] all, double level) {
    double[] resampled = resamplesOf(chance, all);
    long asMuch = Arrays.stream(resampled).filter(one -> one >= value).count();
    return asMuch > (1 - level) * resampled.length;
  }

  private static Estimate with(Estimate estimate, double low, double high) {
    return new Estimate(estimate.value(), low, high, estimate.n());
  }

  private static double[] resamplesOf(Measure measure, double[] all) {
    double[] one = new double[all.length / Target.MEASURES];
    for (int r = 0; r < one.length; r++) {
      one[r] = all[r * Target.MEASURES + measure.ordinal()];
    }
    return one;
  }

  /**
   * What is known of a target after the stage.
   *
   * @param ends low and high by {@link Measure}; NaN where there is none
   * @param means over the resamples, by {@link Measure}
   */
  record Known(double[] ends, double[] means) {
    static final Known NOTHING = new Known(nan(2 * Target.MEASURES), nan(Target.MEASURES));

    static Known of(JsonNode folded, int target) {
      JsonNode one = folded.path("" + target);
      if (one.isMissingNode()) {
        return NOTHING;
      }
      try {
        return new Known(
            Packed.doubles(one.get("ends").binaryValue()),
            Packed.doubles(one.get("means").binaryValue()));
      } catch (IOException e) {
        throw new UncheckedIOException("intervals cannot be read back", e);
      }
    }

    double low(Measure measure) {
      return ends[2 * measure.ordinal()];
    }

    double high(Measure measure) {
      return ends[2 * measure.ordinal() + 1];
    }

    double mean(Measure measure) {
      return means[measure.ordinal()];
    }

    private static double[] nan(int length) {
      double[] all = new double[length];
      Arrays.fill(all, Double.NaN);
      return all;
    }
  }
}

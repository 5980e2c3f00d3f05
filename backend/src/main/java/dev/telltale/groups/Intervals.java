package dev.telltale.groups;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.Results;
import dev.telltale.groups.Target.Measure;
import dev.telltale.stats.Accuracy;
import dev.telltale.stats.Bootstrap;
import dev.telltale.stats.Estimate;
import dev.telltale.stats.Proportion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
 * as much. Where all resamples are alike, as when every picture of a group is told right, worst
 * group and gap have the ends of Wilson's intervals instead.
 *
 * <p>What chance adds to a gap or a calibration error differs from model to model, and does not
 * cancel in their difference: it reaches as far below and above as both models' own intervals do
 * together, and so holds the truth whenever these two do.
 */
final class Intervals {
  /** Images times resamples of a unit: about two seconds. */
  private static final long COST = 50_000_000;

  private static final int MOST_TARGETS = 32;

  /** Those to which chance adds so much that resamples of a difference miss it. */
  private static final List<Measure> OF_BOTH =
      List.of(Measure.GAP, Measure.EQUAL_COUNT, Measure.EQUAL_WIDTH);

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
    TreeMap<Integer, Known> found = new TreeMap<>();
    try (Stream<Results.Result> units = results.stream()) {
      units.forEach(
          unit -> {
            for (JsonNode one : unit.value()) {
              int target = one.get("target").intValue();
              TreeMap<Integer, double[]> some =
                  parts.computeIfAbsent(target, first -> new TreeMap<>());
              some.put(one.get("from").intValue(), values(one));
              int length = some.values().stream().mapToInt(part -> part.length).sum();
              if (length == options.resamples() * Target.MEASURES) {
                found.put(target, known(evidence, target, parts.remove(target), options));
              }
            }
          });
    }
    parts.forEach((target, some) -> found.put(target, known(evidence, target, some, options)));
    ObjectNode folded = JSON.objectNode();
    found.forEach(
        (target, known) -> {
          if (evidence.targets().get(target).pair()) {
            ofBoth(evidence, target, found);
          }
          folded.set("" + target, known.json());
        });
    return folded;
  }

  /** Writes the ends that a pair has from its models' own. */
  private static void ofBoth(Evidence evidence, int place, TreeMap<Integer, Known> found) {
    Target pair = evidence.targets().get(place);
    Known known = found.get(place);
    double[] figures = evidence.figures(pair);
    double[] below = new double[2];
    double[] above = new double[2];
    for (Measure measure : OF_BOTH) {
      for (int i = 0; i < 2; i++) {
        int own = evidence.place(i == 0 ? pair.model() : pair.other());
        Known one = found.getOrDefault(own, Known.NOTHING);
        double figure = evidence.figures(evidence.targets().get(own))[measure.ordinal()];
        below[i] = figure - one.low(measure);
        above[i] = one.high(measure) - figure;
      }
      double value = figures[measure.ordinal()];
      known.ends()[2 * measure.ordinal()] = value - below[0] - above[1];
      known.ends()[2 * measure.ordinal() + 1] = value + above[0] + below[1];
    }
  }

  private static double[] values(JsonNode one) {
    try {
      return Packed.doubles(one.get("values").binaryValue());
    } catch (IOException e) {
      throw new UncheckedIOException("resampled figures cannot be read back", e);
    }
  }

  private static Known known(
      Evidence evidence, int place, TreeMap<Integer, double[]> parts, GroupOptions options) {
    double[] all = parts.values().stream().flatMapToDouble(Arrays::stream).toArray();
    Target target = evidence.targets().get(place);
    double[] figures = evidence.figures(target);
    double[] ends = new double[2 * Target.MEASURES];
    for (Measure measure : Measure.values()) {
      Estimate estimate = interval(measure, target, figures, all, options.level());
      if (estimate.low() == estimate.high() && !target.pair()) {
        estimate = alike(measure, estimate, evidence.accuracies(target), options.level());
      }
      ends[2 * measure.ordinal()] = estimate.low();
      ends[2 * measure.ordinal() + 1] = estimate.high();
    }
    double[] chance = new double[Target.MEASURES];
    for (Measure measure : Measure.values()) {
      chance[measure.ordinal()] =
          Arrays.stream(resamplesOf(measure, all)).average().orElse(Double.NaN);
    }
    return new Known(ends, chance);
  }

  private static Estimate interval(
      Measure measure, Target target, double[] figures, double[] all, double level) {
    double value = figures[measure.ordinal()];
    double[] resampled = resamplesOf(measure, all);
    Estimate percentiles = Bootstrap.percentiles(value, resampled, level, target.n());
    if (target.pair()) {
      return measure == Measure.WORST
          ? with(
              percentiles,
              Math.min(percentiles.low(), 2 * value - percentiles.high()),
              Math.max(percentiles.high(), 2 * value - percentiles.low()))
          : percentiles;
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

  private static Estimate alike(
      Measure measure, Estimate estimate, List<Accuracy> groups, double level) {
    Comparator<Accuracy> byValue = Comparator.comparingDouble(Accuracy::value);
    // Of equally bad groups the one with the fewest images is known least.
    Proportion worst =
        groups.stream()
            .min(byValue.thenComparing(Accuracy::n))
            .map(group -> group.interval(level))
            .orElse(new Proportion(Double.NaN, Double.NaN, Double.NaN, 0));
    double best =
        groups.stream().mapToDouble(group -> group.interval(level).high()).max().orElse(Double.NaN);
    return switch (measure) {
      case WORST -> with(estimate, worst.low(), worst.high());
      case GAP -> with(estimate, 0, best - worst.low());
      default -> estimate;
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

    private JsonNode json() {
      return JSON.objectNode().put("ends", Packed.bytes(ends)).put("means", Packed.bytes(means));
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

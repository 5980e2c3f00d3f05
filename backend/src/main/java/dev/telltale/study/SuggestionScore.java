package dev.telltale.study;

import dev.telltale.spuriosity.Suggestion.Rule;
import dev.telltale.stats.Bootstrap;
import dev.telltale.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How well rules tell core features from spurious ones: balanced accuracy against the truth. */
final class SuggestionScore {
  /**
   * An encoder with fewer core features is left out: saying spurious of everything would be right
   * about nearly all.
   */
  static final int FEWEST_CORE = 3;

  private static final double LEVEL = .95;
  private static final int RESAMPLES = 2000;

  private SuggestionScore() {}

  /** How many are core. A feature that matters for two classes counts twice, as it is shown. */
  static long core(List<JudgedFeature> features) {
    return features.stream().filter(JudgedFeature::core).count();
  }

  /** Whether an encoder's features can say anything of a rule. */
  static boolean counts(List<JudgedFeature> features) {
    return core(features) >= FEWEST_CORE;
  }

  /** The mean of the shares that a rule gets right of the core and of the spurious ones. */
  static double of(List<JudgedFeature> features, Rule rule) {
    return (right(features, rule, true) + right(features, rule, false)) / 2;
  }

  /**
   * The same with its interval over features, each drawn with all classes that it matters for.
   *
   * @param seed of the draws
   */
  static Estimate interval(List<JudgedFeature> features, Rule rule, long seed) {
    record Drawn(long encoder, int feature) {}
    Map<Drawn, List<JudgedFeature>> distinct = new LinkedHashMap<>();
    for (JudgedFeature one : features) {
      distinct
          .computeIfAbsent(new Drawn(one.seed(), one.truth().feature()), drawn -> new ArrayList<>())
          .add(one);
    }
    List<List<JudgedFeature>> each = List.copyOf(distinct.values());
    return Bootstrap.interval(
        each.size(),
        drawn -> of(IntStream.of(drawn).boxed().flatMap(i -> each.get(i).stream()).toList(), rule),
        LEVEL,
        RESAMPLES,
        seed);
  }

  /** NaN where there are none. */
  private static double right(List<JudgedFeature> features, Rule rule, boolean core) {
    return features.stream()
        .filter(one -> one.core() == core)
        .mapToDouble(one -> one.right(rule) ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }
}

package dev.telltale.study;

import dev.telltale.spuriosity.Suggestion.Rule;
import dev.telltale.stats.Estimate;
import dev.telltale.study.Report.Claim;
import dev.telltale.study.SpuriosityBars.Row;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The bars of {@link SpuriosityBars}. Where there is no figure, a claim about it does not hold. */
final class SpuriosityClaims {
  private static final double LEAST_AUC = .85;
  private static final double LEAST_RISE = .25;
  private static final double MOST_LEFT = .5;
  private static final double MOST_BY_CHANCE = .2;
  private static final double LEAST_BALANCED = .8;

  private SpuriosityClaims() {}

  static List<Claim> of(List<Row> rows, long seed) {
    List<Row> counted = counted(rows);
    List<JudgedFeature> features = features(counted);
    ToDoubleFunction<Row> exchange = row -> SuggestionScore.of(row.features(), Rule.EXCHANGE);
    Estimate together =
        counted.isEmpty() ? null : SuggestionScore.interval(features, Rule.EXCHANGE, seed);
    return List.of(
        new Claim(
            "spuriosity tells the place in each class of each seed: AUC above .85",
            rows.stream()
                .flatMap(row -> row.rankings().stream())
                .allMatch(of -> of.auc() != null && of.auc() > LEAST_AUC),
            each(rows, SpuriosityClaims::aucs)),
        new Claim(
            "tuned on low spuriosity, the worst group rises by more than .25 in each seed, mean of the trials",
            rows.stream().allMatch(row -> row.tuning().rise(TunedHeads.LOW) > LEAST_RISE),
            figures(rows, row -> row.tuning().rise(TunedHeads.LOW))),
        new Claim(
            "at most half of the gap is left then, of either sign, in each seed, mean of the trials",
            rows.stream().allMatch(row -> row.tuning().left(TunedHeads.LOW) <= MOST_LEFT),
            figures(rows, row -> row.tuning().left(TunedHeads.LOW))),
        new Claim(
            "tuned on random images, the worst group rises by less than .2 in each seed, mean of the trials",
            rows.stream().allMatch(row -> row.tuning().rise(TunedHeads.RANDOM) < MOST_BY_CHANCE),
            figures(rows, row -> row.tuning().rise(TunedHeads.RANDOM))),
        new Claim(
            "suggestions by exchange have a balanced accuracy of at least .8 over the encoders with at least %d core features"
                .formatted(SuggestionScore.FEWEST_CORE),
            together != null && together.value() >= LEAST_BALANCED,
            together == null
                ? "no such encoder"
                : "%s, %d features of %d encoders%s"
                    .formatted(
                        Table.cell(together), features.size(), counted.size(), leftOut(rows))),
        new Claim(
            "and so they have on each of these encoders",
            !counted.isEmpty()
                && counted.stream().allMatch(row -> exchange.applyAsDouble(row) >= LEAST_BALANCED),
            counted.isEmpty() ? "no such encoder" : figures(counted, exchange)));
  }

  /** The rows whose encoders have enough core features. */
  static List<Row> counted(List<Row> rows) {
    return rows.stream().filter(row -> SuggestionScore.counts(row.features())).toList();
  }

  /** Those of several encoders together. */
  static List<JudgedFeature> features(List<Row> rows) {
    return rows.stream().flatMap(row -> row.features().stream()).toList();
  }

  private static String leftOut(List<Row> rows) {
    String out =
        rows.stream()
            .filter(row -> !SuggestionScore.counts(row.features()))
            .map(row -> "%d (%d core)".formatted(row.seed(), SuggestionScore.core(row.features())))
            .collect(Collectors.joining(", "));
    return out.isEmpty() ? "; none left out" : "; left out: " + out;
  }

  private static String aucs(Row row) {
    return row.rankings().stream()
        .map(of -> of.auc() == null ? "no ranking" : Table.cell(of.auc()))
        .collect(Collectors.joining(", "));
  }

  private static String figures(List<Row> rows, ToDoubleFunction<Row> figure) {
    return each(
        rows,
        row -> {
          String missing = row.tuning().missing();
          double value = figure.applyAsDouble(row);
          return Double.isNaN(value) && missing != null ? missing : Table.cell(value);
        });
  }

  private static String each(List<Row> rows, Function<Row, String> what) {
    return rows.stream()
        .map(row -> row.seed() + ": " + what.apply(row))
        .collect(Collectors.joining("; "));
  }
}

package dev.telltale.study;

import dev.telltale.stats.Estimate;
import dev.telltale.study.SpuriosityBars.Row;
import dev.telltale.study.TunedHeads.Figures;
import dev.telltale.study.TunedHeads.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What {@link SpuriosityBars} shows of heads that were tuned. */
final class TuningTables {
  private static final List<String> SETS =
      List.of(TunedHeads.LOW, TunedHeads.RANDOM, TunedHeads.ERRORS);
  private static final String BEFORE = "before";

  private TuningTables() {}

  /** Each choice of images, its trials together. */
  static Table sets(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows) {
      Figures before = row.tuning().before();
      cells.add(
          List.of(
              "" + row.seed(),
              BEFORE,
              Table.cell(before.worstGroup().value()),
              Table.cell(before.gap().value()),
              Table.cell(before.accuracy().value())));
      for (String set : SETS) {
        cells.add(
            List.of(
                "" + row.seed(),
                words(set),
                range(row.tuning(), set, one -> one.worstGroup().value()),
                range(row.tuning(), set, one -> Math.abs(one.gap().value())),
                range(row.tuning(), set, one -> one.accuracy().value())));
      }
    }
    return new Table(
        "The head before, and tuned on each choice of images: means over the trials, of the gap without its sign, and their range in brackets.",
        List.of("seed", "tuned on", "worst group", "gap, of either sign", "accuracy"),
        cells);
  }

  /** Each trial. */
  static Table trials(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows) {
      cells.add(trial(row.seed(), List.of(BEFORE, "", "", "", ""), row.tuning().before()));
      for (String set : SETS) {
        List<Trial> trials = row.tuning().trials(set);
        for (int i = 0; i < trials.size(); i++) {
          Trial one = trials.get(i);
          cells.add(
              trial(
                  row.seed(),
                  List.of(
                      words(set) + " " + (i + 1),
                      "" + one.images(),
                      "" + one.toppedUp(),
                      "" + one.epochs(),
                      one.ended()),
                  one.after()));
        }
      }
    }
    return new Table(
        "Every trial, with 95 % intervals and the number of images; those of a gap are of both ends of both classes.",
        List.of(
            "seed",
            "tuned on",
            "images",
            "topped up",
            "epochs",
            "ended",
            "worst group",
            "which",
            "gap",
            "accuracy"),
        cells);
  }

  /** The worst group, one line a seed. */
  static Figure figure(List<Row> rows) {
    return new Figure(
        "Worst group's accuracy before and after; of the trials mean and range",
        Stream.concat(Stream.of(BEFORE), SETS.stream().map(TuningTables::words)).toList(),
        rows.stream()
            .map(row -> new Figure.Line("seed " + row.seed(), points(row.tuning())))
            .toList(),
        0,
        1);
  }

  private static List<Figure.Point> points(TunedHeads tuning) {
    List<Figure.Point> points = new ArrayList<>();
    points.add(Figure.Point.of(tuning.before().worstGroup()));
    for (String set : SETS) {
      ToDoubleFunction<Figures> worst = one -> one.worstGroup().value();
      points.add(
          new Figure.Point(
              tuning.mean(set, worst),
              values(tuning, set, worst).min().orElse(Double.NaN),
              values(tuning, set, worst).max().orElse(Double.NaN)));
    }
    return points;
  }

  private static List<String> trial(long seed, List<String> how, Figures figures) {
    List<String> cells = new ArrayList<>();
    cells.add("" + seed);
    cells.addAll(how);
    cells.add(cell(figures.worstGroup()));
    cells.add(figures.group());
    cells.add(cell(figures.gap()));
    cells.add(cell(figures.accuracy()));
    return cells;
  }

  private static String range(TunedHeads tuning, String set, ToDoubleFunction<Figures> figure) {
    return tuning.trials(set).isEmpty()
        ? "–"
        : "%s (%s to %s)"
            .formatted(
                Table.cell(tuning.mean(set, figure)),
                Table.cell(values(tuning, set, figure).min().orElseThrow()),
                Table.cell(values(tuning, set, figure).max().orElseThrow()));
  }

  private static DoubleStream values(
      TunedHeads tuning, String set, ToDoubleFunction<Figures> figure) {
    return tuning.trials(set).stream().mapToDouble(one -> figure.applyAsDouble(one.after()));
  }

  private static String cell(Estimate estimate) {
    return Double.isNaN(estimate.value())
        ? "–"
        : "%s, n = %,d".formatted(Table.cell(estimate), estimate.n());
  }

  private static String words(String set) {
    return set.equals(TunedHeads.LOW) ? "low spuriosity" : set;
  }
}

package dev.telltale.groups;

import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Text;
import dev.telltale.groups.Target.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The worst group, and how far the best is above it. */
final class WorstSection {
  private final Figures figures;

  WorstSection(Figures figures) {
    this.figures = figures;
  }

  Section section() {
    List<Column> columns =
        List.of(
            Figures.column("model", "Model"),
            Figures.column("worstGroup", "Worst group"),
            Figures.column("worstGroupAccuracy", "Its accuracy"),
            Figures.column("bestGroup", "Best group"),
            Figures.column("gap", "Best − worst"),
            Figures.column("gapByChance", "Gap by chance"),
            Figures.column("leftOut", "Too small to be a candidate"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < figures.models(); model++) {
      Target all = figures.target(model, -1, -1);
      int worst = figures.worst(model);
      if (all == null || worst < 0) {
        String why =
            "no group has %s of the pictures"
                .formatted(Figures.share(figures.options().smallest()));
        rows.add(
            List.of(
                new Text(figures.name(model)),
                new Text("none"),
                Figures.nothing(why),
                new Text("none"),
                Figures.nothing(why),
                Figures.nothing(why),
                new Text(leftOut(model))));
        continue;
      }
      double value = figures.evidence().figures(all)[Measure.WORST.ordinal()];
      rows.add(
          List.of(
              new Text(figures.name(model)),
              new Text(figures.evidence().cells().name(worst)),
              figures.figure(all, Measure.WORST, value, figures.inGroup(model, worst).n()),
              new Text(figures.evidence().cells().name(figures.best(model))),
              figures.figure(all, Measure.GAP),
              figures.chance(all, Measure.GAP_BY_CHANCE),
              new Text(leftOut(model))));
    }
    return new Section(
        "Worst group",
        "Groups with less than %s of the pictures are no candidates, since the lowest of many small groups is low by chance. Intervals (%s confidence) are of a bootstrap over pictures (%d resamples); they reach as far as the percentile and the basic interval together. The gap by chance is what the same groups would show if all were equally accurate; an interval of the gap begins at 0 where that explains it. Where every resample gives the same, the ends are those of Wilson's intervals."
            .formatted(
                Figures.share(figures.options().smallest()),
                Figures.share(figures.options().level()),
                figures.options().resamples()),
        List.of(
            new Report.Table(
                "worst-group",
                "The worst group, and how far the best is above it.",
                columns,
                rows)),
        List.of());
  }

  private String leftOut(int model) {
    boolean[] counted = figures.evidence().counted(model);
    int[] sizes = figures.evidence().sizes(figures.placesOf(model));
    List<String> names =
        IntStream.range(0, counted.length)
            .filter(cell -> !counted[cell])
            .mapToObj(
                cell ->
                    "%s (%s)"
                        .formatted(
                            figures.evidence().cells().name(cell),
                            sizes[cell] == 0 ? "none" : String.valueOf(sizes[cell])))
            .toList();
    return names.isEmpty() ? "none" : String.join("; ", names);
  }
}

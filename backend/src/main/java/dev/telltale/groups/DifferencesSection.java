package dev.telltale.groups;

import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Text;
import dev.telltale.groups.Target.Measure;
import java.util.ArrayList;
import java.util.List;

/** How models differ on the same pictures. */
final class DifferencesSection {
  private final Figures figures;

  DifferencesSection(Figures figures) {
    this.figures = figures;
  }

  Section section() {
    List<Column> columns =
        List.of(
            Figures.column("model", "Model"),
            Figures.column("minus", "minus"),
            Figures.column("accuracy", "Accuracy"),
            Figures.column("worstGroupAccuracy", "Worst group's accuracy"),
            Figures.column("gap", "Best − worst"),
            Figures.column("equalCount", "Calibration error, equal counts"),
            Figures.column("equalWidth", "Calibration error, equal widths"),
            Figures.column("brier", "Brier score"),
            Figures.column("logLoss", "Log loss"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Target target : figures.evidence().targets()) {
      if (target.pair()) {
        List<Cell> row = new ArrayList<>();
        row.add(new Text(figures.name(target.model())));
        row.add(new Text(figures.name(target.other())));
        for (Measure measure :
            List.of(
                Measure.ACCURACY,
                Measure.WORST,
                Measure.GAP,
                Measure.EQUAL_COUNT,
                Measure.EQUAL_WIDTH,
                Measure.BRIER,
                Measure.LOG_LOSS)) {
          row.add(figures.figure(target, measure));
        }
        rows.add(row);
      }
    }
    return new Section(
        "Differences between models",
        """
        Both models are asked about the same pictures, those on which both have a verdict; the bootstrap draws the pictures for both together, so what is hard for both cancels. An interval without 0 in it tells the models apart; with several pairs some will by chance.

        Gaps and calibration errors are large by chance, and not equally so for models of other accuracy or confidence. What chance adds does not cancel in their differences: these reach as far as both models' own intervals do together, which is wider than need be where the models err alike. The worst of many equally good groups is low by chance as well, lower than the worst of groups of which one is bad: take an interval of its difference that ends near 0 with care.\
        """,
        List.of(
            new Report.Table(
                "differences",
                "Figure of the first model minus that of the second.",
                columns,
                rows)),
        List.of());
  }
}

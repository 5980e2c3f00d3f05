package dev.telltale.groups;

import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Text;
import dev.telltale.stats.Accuracy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How many pictures of each group a model tells right. */
final class AccuracySection {
  private final Figures figures;

  AccuracySection(Figures figures) {
    this.figures = figures;
  }

  Section section() {
    List<Column> columns = new ArrayList<>();
    columns.add(Figures.column("model", "Model"));
    List<String> of = figures.evidence().cells().columns();
    for (int i = 0; i < of.size(); i++) {
      columns.add(Figures.column(i == 0 ? "label" : of.get(i), of.get(i)));
    }
    columns.add(Figures.column("accuracy", "Accuracy"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < figures.models(); model++) {
      rows.add(row(model, Collections.nCopies(of.size(), "all"), figures.overall(model)));
      for (int cell = 0; cell < figures.evidence().cells().cells().size(); cell++) {
        rows.add(
            row(model, figures.evidence().cells().cells().get(cell), figures.inGroup(model, cell)));
      }
    }
    return new Section(
        "Accuracy per group",
        "A group is each label with each value of the attributes by which figures are split. Intervals are Wilson's, at %s confidence, for each group by itself."
            .formatted(Figures.share(figures.options().level())),
        List.of(
            new Report.Table(
                "accuracy-per-group",
                "Share of the pictures of each group that the model tells right.",
                columns,
                rows)),
        List.of());
  }

  private List<Cell> row(int model, List<String> values, Accuracy accuracy) {
    List<Cell> row = new ArrayList<>();
    row.add(new Text(figures.name(model)));
    values.forEach(value -> row.add(new Text(value)));
    row.add(figures.wilson(accuracy));
    return row;
  }
}

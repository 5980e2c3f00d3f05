package dev.telltale.groups;

import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Text;
import dev.telltale.groups.Target.Measure;
import java.util.ArrayList;
import java.util.List;

/** Whether confidences are true. */
final class CalibrationSection {
  private final Figures figures;

  CalibrationSection(Figures figures) {
    this.figures = figures;
  }

  Section section() {
    List<Column> columns =
        List.of(
            Figures.column("model", "Model"),
            Figures.column("group", "Group"),
            Figures.column("equalCount", "Calibration error, equal counts"),
            Figures.column("equalCountByChance", "By chance"),
            Figures.column("equalWidth", "Calibration error, equal widths"),
            Figures.column("equalWidthByChance", "By chance"),
            Figures.column("brier", "Brier score"),
            Figures.column("logLoss", "Log loss"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < figures.models(); model++) {
      for (int group = -1; group < figures.evidence().cells().cells().size(); group++) {
        Target target = figures.target(model, -1, group);
        if (target == null) {
          continue;
        }
        rows.add(
            List.of(
                new Text(figures.name(model)),
                new Text(group < 0 ? "all" : figures.evidence().cells().name(group)),
                figures.figure(target, Measure.EQUAL_COUNT),
                figures.chance(target, Measure.EQUAL_COUNT_BY_CHANCE),
                figures.figure(target, Measure.EQUAL_WIDTH),
                figures.chance(target, Measure.EQUAL_WIDTH_BY_CHANCE),
                figures.figure(target, Measure.BRIER),
                figures.figure(target, Measure.LOG_LOSS)));
      }
    }
    return new Section(
        "Calibration",
        """
        The expected calibration error is how far confidence and accuracy are apart, over %d bins of equally many pictures or of equal width. It is above 0 by chance alone: beside it stands what it would be with these confidences if each were true, and its interval begins at 0 where that explains it. Groups that are too small to be the worst are left out.

        The Brier score adds up (probability − truth)² over all answers, from 0 to 2; the log loss is −log of the probability of the truth. A label that joins several classes of a model counts as one answer. A model that answers each class by itself has no probabilities of one whole, and neither of the two, unless it is asked about one attribute.\
        """
            .formatted(figures.options().bins()),
        List.of(new Report.Table("calibration", "Whether confidences are true.", columns, rows)),
        List.of());
  }
}

package dev.telltale.groups;

import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The pictures, and why some have no verdict. */
final class PicturesSection {
  private final Figures figures;

  PicturesSection(Figures figures) {
    this.figures = figures;
  }

  Section section() {
    List<Column> columns =
        List.of(
            Figures.column("model", "Model"),
            Figures.column("images", "Pictures"),
            Figures.column("judged", "With a verdict"),
            Figures.column("unlabelled", "Label unknown"),
            Figures.column("unmapped", "Label is no class"),
            Figures.column("unreadable", "Not readable"),
            Figures.column("notFinite", "Logits no finite numbers"),
            Figures.column("missing", "Not done"),
            Figures.column("ungrouped", "With a verdict, in no group"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < figures.models(); model++) {
      Judged judged = figures.evidence().judged(model);
      int known = judged.count((byte) 0) + judged.count((byte) 1);
      int grouped = IntStream.of(figures.evidence().sizes(figures.placesOf(model))).sum();
      rows.add(
          List.of(
              new Text(figures.name(model)),
              new Count(figures.subject().images().samples().size()),
              new Count(known),
              new Count(judged.count(Judged.UNLABELLED)),
              new Count(judged.count(Judged.UNMAPPED)),
              new Count(judged.count(Judged.UNREADABLE)),
              new Count(judged.count(Judged.NOT_FINITE)),
              new Count(judged.count(Judged.MISSING)),
              new Count(known - grouped)));
    }
    List<Report.Table> tables = new ArrayList<>();
    tables.add(
        new Report.Table("images", "The pictures, and why some have no verdict.", columns, rows));
    List<List<Cell>> refused = refused();
    if (!refused.isEmpty()) {
      tables.add(
          new Report.Table(
              "refused",
              "Pictures that were left out.",
              List.of(
                  Figures.column("image", "Picture"),
                  Figures.column("model", "Model"),
                  Figures.column("reason", "Reason")),
              refused));
    }
    return new Section(
        "Pictures",
        "A picture has a verdict where it could be read and its label is a class of the model."
            + " Nothing is guessed for the others: they are counted here and in no other figure.",
        tables,
        List.of());
  }

  private List<List<Cell>> refused() {
    List<List<Cell>> rows = new ArrayList<>();
    for (ScoreTable.Unreadable one : figures.evidence().scores().unreadable()) {
      rows.add(List.of(image(one.place()), new Text("all"), new Text(one.reason())));
    }
    for (int model = 0; model < figures.models(); model++) {
      byte[] verdicts = figures.evidence().judged(model).verdict();
      for (int place = 0; place < verdicts.length; place++) {
        if (verdicts[place] == Judged.NOT_FINITE) {
          rows.add(
              List.of(
                  image(place),
                  new Text(figures.name(model)),
                  new Text("its logits are no finite numbers")));
        }
      }
    }
    return rows;
  }

  private Text image(int place) {
    return new Text(figures.subject().images().samples().id(place));
  }
}

package dev.telltale.groups;

import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Table;
import dev.telltale.audit.Report.Text;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.SampleTable;
import dev.telltale.stats.Proportion;
import dev.telltale.stats.Wilson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which label is taken for which: the confusion matrix, each row's shares with Wilson's intervals.
 * An answer goes by the label that joins it, the picture's own first; what none joins is another
 * class.
 */
final class Confusion {
  /** Beyond so many labels the matrix is a list of what is confused most. */
  private static final int LARGEST = 20;

  private static final int LISTED = 200;

  private final AuditSubject subject;
  private final Evidence evidence;
  private final double level;

  Confusion(AuditSubject subject, Evidence evidence, double level) {
    this.subject = subject;
    this.evidence = evidence;
    this.level = level;
  }

  Section section() {
    List<Table> tables = new ArrayList<>();
    for (int model = 0; model < subject.models().size(); model++) {
      String name = subject.spec().models().get(model).name();
      tables.add(table(name, model, counts(model)));
    }
    return new Section(
        "Confusion",
        "Of the pictures with each label, the share that the model takes for each; only those with"
            + " a verdict. Intervals are Wilson's.",
        tables,
        List.of());
  }

  /** [labels][labels + 1]; the last is another class. */
  private int[][] counts(int model) {
    List<String> labels = subject.images().classes();
    ClassMap map = subject.classMaps().get(model);
    boolean attribute = map.attribute().isPresent();
    int[] labelOf = new int[attribute ? 2 : subject.models().get(model).spec().classes().size()];
    Arrays.fill(labelOf, labels.size());
    for (int label = labels.size() - 1; label >= 0; label--) {
      if (attribute) {
        labelOf[labels.get(label).equals(map.answer(true)) ? 1 : 0] = label;
      } else {
        for (int index : map.indicesFor(labels.get(label))) {
          labelOf[index] = label;
        }
      }
    }
    SampleTable samples = subject.images().samples();
    Judged judged = evidence.judged(model);
    int[] answers = evidence.scores().models().get(model).answer();
    int[][] counts = new int[labels.size()][labels.size() + 1];
    for (int place = 0; place < answers.length; place++) {
      if (judged.known(place)) {
        int label = samples.code(samples.label().orElseThrow(), place);
        counts[label][judged.verdict()[place] == 1 ? label : labelOf[answers[place]]]++;
      }
    }
    return counts;
  }

  private Table table(String model, int place, int[][] counts) {
    String name = "confusion-" + (place + 1);
    return counts.length <= LARGEST ? matrix(name, model, counts) : list(name, model, counts);
  }

  private Table matrix(String name, String model, int[][] counts) {
    List<String> labels = subject.images().classes();
    boolean others = false;
    for (int[] row : counts) {
      others |= row[labels.size()] > 0;
    }
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("label", "Label"));
    columns.add(new Column("images", "Pictures"));
    for (int k = 0; k < labels.size() + (others ? 1 : 0); k++) {
      columns.add(new Column("as" + (k + 1), "taken for " + answer(k)));
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      int all = sum(counts[label]);
      List<Cell> row = new ArrayList<>();
      row.add(new Text(labels.get(label)));
      row.add(new Count(all));
      for (int k = 0; k < labels.size() + (others ? 1 : 0); k++) {
        row.add(share(counts[label][k], all));
      }
      rows.add(row);
    }
    return new Table(name, "What " + model + " takes each label for.", columns, rows);
  }

  private Table list(String name, String model, int[][] counts) {
    record Pair(int label, int answer, int count) {}
    List<Pair> pairs = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      for (int k = 0; k < counts[label].length; k++) {
        if (k != label && counts[label][k] > 0) {
          pairs.add(new Pair(label, k, counts[label][k]));
        }
      }
    }
    pairs.sort(Comparator.comparingInt((Pair pair) -> -pair.count()));
    List<List<Cell>> rows =
        pairs.stream()
            .limit(LISTED)
            .map(
                pair ->
                    List.<Cell>of(
                        new Text(answer(pair.label())),
                        new Text(answer(pair.answer())),
                        new Count(pair.count()),
                        share(pair.count(), sum(counts[pair.label()]))))
            .toList();
    return new Table(
        name,
        "What %s confuses most: the first %d of %d pairs of labels."
            .formatted(model, rows.size(), pairs.size()),
        List.of(
            new Column("label", "Label"),
            new Column("takenFor", "Taken for"),
            new Column("images", "Pictures"),
            new Column("share", "Share of the label")),
        rows);
  }

  private String answer(int label) {
    List<String> labels = subject.images().classes();
    return label < labels.size() ? labels.get(label) : "another class";
  }

  private Figure share(int count, int all) {
    if (all == 0) {
      return new Figure(Double.NaN, Double.NaN, Double.NaN, 0, "no picture");
    }
    Proportion share = Wilson.interval(count, all, level);
    return new Figure(share.value(), share.low(), share.high(), all, null);
  }

  private static int sum(int[] counts) {
    int sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }
}

package dev.telltale.groups;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Cell;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Count;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Section;
import dev.telltale.audit.Report.Text;
import dev.telltale.groups.Intervals.Known;
import dev.telltale.groups.Target.Measure;
import dev.telltale.stats.Accuracy;
import dev.telltale.stats.Proportion;
import dev.telltale.stats.Wilson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the method found, in tables and in sentences. */
final class GroupsReport {
  private final AuditSubject subject;
  private final Evidence evidence;
  private final JsonNode intervals;
  private final GroupOptions options;

  /**
   * @param intervals the outcome of the second stage; empty before it is there
   */
  GroupsReport(AuditSubject subject, Evidence evidence, JsonNode intervals) {
    this.subject = subject;
    this.evidence = evidence;
    this.intervals = intervals;
    this.options = GroupOptions.of(subject.spec().options());
  }

  static String title(AuditSubject subject) {
    List<String> models = subject.spec().models().stream().map(model -> model.name()).toList();
    return "Groups of %s under %s".formatted(subject.images().name(), String.join(", ", models));
  }

  Report report() {
    List<String> findings = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    IntStream.range(0, models()).forEach(model -> findings.addAll(findings(model)));
    sections.add(images());
    sections.add(accuracies());
    sections.add(worst());
    sections.add(calibration());
    sections.add(new Confusion(subject, evidence, options.level()).section());
    if (models() > 1) {
      sections.add(differences());
    }
    return new Report(title(subject), findings, sections);
  }

  private List<String> findings(int model) {
    Target all = target(model, -1, -1);
    if (all == null) {
      return List.of("%s: no image has a verdict.".formatted(name(model)));
    }
    List<String> findings = new ArrayList<>();
    findings.add(
        "%s is right on %s of the pictures."
            .formatted(name(model), percent(wilson(overall(model)))));
    int worst = worst(model);
    if (worst >= 0) {
      double value = evidence.figures(all)[Measure.WORST.ordinal()];
      findings.add(
          "%s is worst on the group %s: %s."
              .formatted(
                  name(model),
                  evidence.cells().name(worst),
                  percent(figure(all, Measure.WORST, value, inGroup(model, worst).n()))));
    }
    findings.add(
        "%s, calibration error: %s; a model whose every confidence is true would show %s by chance."
            .formatted(
                name(model),
                plain(figure(all, Measure.EQUAL_COUNT)),
                number(known(all).mean(Measure.EQUAL_COUNT_BY_CHANCE))));
    return findings;
  }

  private Section images() {
    List<Column> columns =
        List.of(
            column("model", "Model"),
            column("images", "Pictures"),
            column("judged", "With a verdict"),
            column("unlabelled", "Label unknown"),
            column("unmapped", "Label is no class"),
            column("unreadable", "Not readable"),
            column("notFinite", "Logits no finite numbers"),
            column("missing", "Not done"),
            column("ungrouped", "With a verdict, in no group"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < models(); model++) {
      Judged judged = evidence.judged(model);
      int known = judged.count((byte) 0) + judged.count((byte) 1);
      int grouped = IntStream.of(evidence.sizes(placesOf(model))).sum();
      rows.add(
          List.of(
              new Text(name(model)),
              new Count(subject.images().samples().size()),
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
                  column("image", "Picture"), column("model", "Model"), column("reason", "Reason")),
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
    for (ScoreTable.Unreadable one : evidence.scores().unreadable()) {
      rows.add(List.of(image(one.place()), new Text("all"), new Text(one.reason())));
    }
    for (int model = 0; model < models(); model++) {
      byte[] verdicts = evidence.judged(model).verdict();
      for (int place = 0; place < verdicts.length; place++) {
        if (verdicts[place] == Judged.NOT_FINITE) {
          rows.add(
              List.of(
                  image(place),
                  new Text(name(model)),
                  new Text("its logits are no finite numbers")));
        }
      }
    }
    return rows;
  }

  private Section accuracies() {
    List<Column> columns = new ArrayList<>();
    columns.add(column("model", "Model"));
    List<String> of = evidence.cells().columns();
    for (int i = 0; i < of.size(); i++) {
      columns.add(column(i == 0 ? "label" : of.get(i), of.get(i)));
    }
    columns.add(column("accuracy", "Accuracy"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < models(); model++) {
      rows.add(row(model, Collections.nCopies(of.size(), "all"), overall(model)));
      for (int cell = 0; cell < evidence.cells().cells().size(); cell++) {
        rows.add(row(model, evidence.cells().cells().get(cell), inGroup(model, cell)));
      }
    }
    return new Section(
        "Accuracy per group",
        "A group is each label with each value of the attributes by which figures are split. Intervals are Wilson's, at %s confidence, for each group by itself."
            .formatted(share(options.level())),
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
    row.add(new Text(name(model)));
    values.forEach(value -> row.add(new Text(value)));
    row.add(wilson(accuracy));
    return row;
  }

  private Section worst() {
    List<Column> columns =
        List.of(
            column("model", "Model"),
            column("worstGroup", "Worst group"),
            column("worstGroupAccuracy", "Its accuracy"),
            column("bestGroup", "Best group"),
            column("gap", "Best − worst"),
            column("gapByChance", "Gap by chance"),
            column("leftOut", "Too small to be a candidate"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < models(); model++) {
      Target all = target(model, -1, -1);
      int worst = worst(model);
      if (all == null || worst < 0) {
        String why = "no group has %s of the pictures".formatted(share(options.smallest()));
        rows.add(
            List.of(
                new Text(name(model)),
                new Text("none"),
                nothing(why),
                new Text("none"),
                nothing(why),
                nothing(why),
                new Text(leftOut(model))));
        continue;
      }
      double value = evidence.figures(all)[Measure.WORST.ordinal()];
      rows.add(
          List.of(
              new Text(name(model)),
              new Text(evidence.cells().name(worst)),
              figure(all, Measure.WORST, value, inGroup(model, worst).n()),
              new Text(evidence.cells().name(best(model))),
              figure(all, Measure.GAP),
              chance(all, Measure.GAP_BY_CHANCE),
              new Text(leftOut(model))));
    }
    return new Section(
        "Worst group",
        "Groups with less than %s of the pictures are no candidates, since the lowest of many small groups is low by chance. Intervals (%s confidence) are of a bootstrap over pictures (%d resamples); they reach as far as the percentile and the basic interval together. The gap by chance is what the same groups would show if all were equally accurate; an interval of the gap begins at 0 where that explains it."
            .formatted(share(options.smallest()), share(options.level()), options.resamples()),
        List.of(
            new Report.Table(
                "worst-group",
                "The worst group, and how far the best is above it.",
                columns,
                rows)),
        List.of());
  }

  private Section calibration() {
    List<Column> columns =
        List.of(
            column("model", "Model"),
            column("group", "Group"),
            column("equalCount", "Calibration error, equal counts"),
            column("equalCountByChance", "By chance"),
            column("equalWidth", "Calibration error, equal widths"),
            column("equalWidthByChance", "By chance"),
            column("brier", "Brier score"),
            column("logLoss", "Log loss"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int model = 0; model < models(); model++) {
      for (int group = -1; group < evidence.cells().cells().size(); group++) {
        Target target = target(model, -1, group);
        if (target == null) {
          continue;
        }
        rows.add(
            List.of(
                new Text(name(model)),
                new Text(group < 0 ? "all" : evidence.cells().name(group)),
                figure(target, Measure.EQUAL_COUNT),
                chance(target, Measure.EQUAL_COUNT_BY_CHANCE),
                figure(target, Measure.EQUAL_WIDTH),
                chance(target, Measure.EQUAL_WIDTH_BY_CHANCE),
                figure(target, Measure.BRIER),
                figure(target, Measure.LOG_LOSS)));
      }
    }
    return new Section(
        "Calibration",
        """
        The expected calibration error is how far confidence and accuracy are apart, over %d bins of equally many pictures or of equal width. It is above 0 by chance alone: beside it stands what it would be with these confidences if each were true, and its interval begins at 0 where that explains it. Groups that are too small to be the worst are left out.

        The Brier score adds up (probability − truth)² over all answers, from 0 to 2; the log loss is −log of the probability of the truth. A label that joins several classes of a model counts as one answer. A model that answers each class by itself has no probabilities of one whole, and neither of the two, unless it is asked about one attribute.\
        """
            .formatted(options.bins()),
        List.of(new Report.Table("calibration", "Whether confidences are true.", columns, rows)),
        List.of());
  }

  private Section differences() {
    List<Column> columns =
        List.of(
            column("model", "Model"),
            column("minus", "minus"),
            column("accuracy", "Accuracy"),
            column("worstGroupAccuracy", "Worst group's accuracy"),
            column("gap", "Best − worst"),
            column("equalCount", "Calibration error, equal counts"),
            column("equalWidth", "Calibration error, equal widths"),
            column("brier", "Brier score"),
            column("logLoss", "Log loss"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Target target : evidence.targets()) {
      if (target.pair()) {
        List<Cell> row = new ArrayList<>();
        row.add(new Text(name(target.model())));
        row.add(new Text(name(target.other())));
        for (Measure measure :
            List.of(
                Measure.ACCURACY,
                Measure.WORST,
                Measure.GAP,
                Measure.EQUAL_COUNT,
                Measure.EQUAL_WIDTH,
                Measure.BRIER,
                Measure.LOG_LOSS)) {
          row.add(figure(target, measure));
        }
        rows.add(row);
      }
    }
    return new Section(
        "Differences between models",
        "Both models are asked about the same pictures, those on which both have a verdict; the"
            + " bootstrap draws the pictures for both together, so what is hard for both cancels."
            + " An interval without 0 in it tells the models apart; with several pairs some will by"
            + " chance.",
        List.of(
            new Report.Table(
                "differences",
                "Figure of the first model minus that of the second.",
                columns,
                rows)),
        List.of());
  }

  private @Nullable Target target(int model, int other, int group) {
    return evidence.targets().stream()
        .filter(one -> one.model() == model && one.other() == other && one.group() == group)
        .findFirst()
        .orElse(null);
  }

  private Known known(Target target) {
    return Known.of(intervals, evidence.targets().indexOf(target));
  }

  private Figure figure(Target target, Measure measure) {
    double value = evidence.figures(target)[measure.ordinal()];
    return figure(target, measure, value, target.n());
  }

  private Figure figure(Target target, Measure measure, double value, long n) {
    if (Double.isNaN(value)) {
      boolean losses = measure == Measure.BRIER || measure == Measure.LOG_LOSS;
      return nothing(
          losses
              ? "the model answers each class by itself"
              : "no group has %s of the pictures".formatted(share(options.smallest())));
    }
    Known known = known(target);
    return new Figure(value, known.low(measure), known.high(measure), n, null);
  }

  private Figure chance(Target target, Measure measure) {
    double mean = known(target).mean(measure);
    return Double.isNaN(mean)
        ? nothing("not worked out yet")
        : new Figure(mean, Double.NaN, Double.NaN, target.n(), null);
  }

  private Figure wilson(Accuracy accuracy) {
    Proportion share = Wilson.interval(accuracy.right(), accuracy.n(), options.level());
    return accuracy.n() == 0
        ? nothing("no picture")
        : new Figure(share.value(), share.low(), share.high(), share.n(), null);
  }

  private int[] placesOf(int model) {
    Judged judged = evidence.judged(model);
    return IntStream.range(0, judged.verdict().length).filter(judged::known).toArray();
  }

  private Accuracy overall(int model) {
    return of(model, placesOf(model));
  }

  private Accuracy inGroup(int model, int cell) {
    int[] of = evidence.cells().of();
    return of(model, IntStream.of(placesOf(model)).filter(place -> of[place] == cell).toArray());
  }

  private Accuracy of(int model, int[] places) {
    byte[] verdict = evidence.judged(model).verdict();
    return new Accuracy(
        IntStream.of(places).filter(place -> verdict[place] == 1).count(), places.length);
  }

  /** The first of the lowest; −1 if no group is a candidate. */
  private int worst(int model) {
    return extreme(model, 1);
  }

  private int best(int model) {
    return extreme(model, -1);
  }

  private int extreme(int model, int sign) {
    boolean[] counted = evidence.counted(model);
    int found = -1;
    double lowest = Double.POSITIVE_INFINITY;
    for (int cell = 0; cell < counted.length; cell++) {
      double value = counted[cell] ? sign * inGroup(model, cell).value() : Double.NaN;
      if (value < lowest) {
        lowest = value;
        found = cell;
      }
    }
    return found;
  }

  private String leftOut(int model) {
    boolean[] counted = evidence.counted(model);
    int[] sizes = evidence.sizes(placesOf(model));
    List<String> names =
        IntStream.range(0, counted.length)
            .filter(cell -> !counted[cell])
            .mapToObj(
                cell ->
                    "%s (%s)"
                        .formatted(
                            evidence.cells().name(cell),
                            sizes[cell] == 0 ? "none" : String.valueOf(sizes[cell])))
            .toList();
    return names.isEmpty() ? "none" : String.join("; ", names);
  }

  private int models() {
    return subject.models().size();
  }

  private String name(int model) {
    return subject.spec().models().get(model).name();
  }

  private Text image(int place) {
    return new Text(subject.images().samples().id(place));
  }

  private static Column column(String name, String title) {
    return new Column(name, title);
  }

  private static Figure nothing(String why) {
    return new Figure(Double.NaN, Double.NaN, Double.NaN, 0, why);
  }

  private static String percent(Figure figure) {
    return String.format(
        Locale.ROOT,
        "%s (%s to %s, n = %,d)",
        share(figure.value()),
        share(figure.low()),
        share(figure.high()),
        figure.n());
  }

  private static String plain(Figure figure) {
    return String.format(
        Locale.ROOT,
        "%s (%s to %s, n = %,d)",
        number(figure.value()),
        number(figure.low()),
        number(figure.high()),
        figure.n());
  }

  private static String share(double value) {
    return Double.isNaN(value)
        ? "unknown"
        : "%s %%".formatted(trimmed(String.format(Locale.ROOT, "%.1f", 100 * value)));
  }

  private static String trimmed(String number) {
    return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.3f", value);
  }
}

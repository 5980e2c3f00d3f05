package dev.telltale.groups;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report.Column;
import dev.telltale.audit.Report.Figure;
import dev.telltale.groups.Intervals.Known;
import dev.telltale.groups.Target.Measure;
import dev.telltale.stats.Accuracy;
import dev.telltale.stats.Proportion;
import dev.telltale.stats.Wilson;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The figures that the report's sections are made of, each with its interval and its n. */
final class Figures {
  private final AuditSubject subject;
  private final Evidence evidence;
  private final JsonNode intervals;
  private final GroupOptions options;

  /**
   * @param intervals the outcome of the second stage; empty before it is there
   */
  Figures(AuditSubject subject, Evidence evidence, JsonNode intervals) {
    this.subject = subject;
    this.evidence = evidence;
    this.intervals = intervals;
    this.options = GroupOptions.of(subject.spec().options());
  }

  AuditSubject subject() {
    return subject;
  }

  Evidence evidence() {
    return evidence;
  }

  GroupOptions options() {
    return options;
  }

  int models() {
    return subject.models().size();
  }

  String name(int model) {
    return subject.spec().models().get(model).name();
  }

  @Nullable Target target(int model, int other, int group) {
    return evidence.targets().stream()
        .filter(one -> one.model() == model && one.other() == other && one.group() == group)
        .findFirst()
        .orElse(null);
  }

  Known known(Target target) {
    return Known.of(intervals, evidence.targets().indexOf(target));
  }

  Figure figure(Target target, Measure measure) {
    double value = evidence.figures(target)[measure.ordinal()];
    return figure(target, measure, value, target.n());
  }

  Figure figure(Target target, Measure measure, double value, long n) {
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

  Figure chance(Target target, Measure measure) {
    double mean = known(target).mean(measure);
    return Double.isNaN(mean)
        ? nothing("not worked out yet")
        : new Figure(mean, Double.NaN, Double.NaN, target.n(), null);
  }

  Figure wilson(Accuracy accuracy) {
    Proportion share = Wilson.interval(accuracy.right(), accuracy.n(), options.level());
    return accuracy.n() == 0
        ? nothing("no picture")
        : new Figure(share.value(), share.low(), share.high(), share.n(), null);
  }

  static Figure nothing(String why) {
    return new Figure(Double.NaN, Double.NaN, Double.NaN, 0, why);
  }

  static Column column(String name, String title) {
    return new Column(name, title);
  }

  int[] placesOf(int model) {
    Judged judged = evidence.judged(model);
    return IntStream.range(0, judged.verdict().length).filter(judged::known).toArray();
  }

  Accuracy overall(int model) {
    return of(model, placesOf(model));
  }

  Accuracy inGroup(int model, int cell) {
    int[] of = evidence.cells().of();
    return of(model, IntStream.of(placesOf(model)).filter(place -> of[place] == cell).toArray());
  }

  private Accuracy of(int model, int[] places) {
    byte[] verdict = evidence.judged(model).verdict();
    return new Accuracy(
        IntStream.of(places).filter(place -> verdict[place] == 1).count(), places.length);
  }

  /** The first of the lowest; −1 if no group is a candidate. */
  int worst(int model) {
    return extreme(model, 1);
  }

  int best(int model) {
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

  static String share(double value) {
    return Double.isNaN(value)
        ? "unknown"
        : "%s %%".formatted(trimmed(String.format(Locale.ROOT, "%.1f", 100 * value)));
  }

  private static String trimmed(String number) {
    return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
  }

  static String number(double value) {
    return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.3f", value);
  }
}

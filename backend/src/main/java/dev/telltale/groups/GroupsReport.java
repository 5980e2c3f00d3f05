package dev.telltale.groups;

import com.fasterxml.jackson.databind.JsonNode;
import dev.telltale.audit.AuditSubject;
import dev.telltale.audit.Report;
import dev.telltale.audit.Report.Figure;
import dev.telltale.audit.Report.Section;
import dev.telltale.groups.Target.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the method found: sentences here, tables in the sections. */
final class GroupsReport {
  private final Figures figures;

  /**
   * @param intervals the outcome of the second stage; empty before it is there
   */
  GroupsReport(AuditSubject subject, Evidence evidence, JsonNode intervals) {
    this.figures = new Figures(subject, evidence, intervals);
  }

  static String title(AuditSubject subject) {
    List<String> models = subject.spec().models().stream().map(model -> model.name()).toList();
    return "Groups of %s under %s".formatted(subject.images().name(), String.join(", ", models));
  }

  Report report() {
    List<String> findings = new ArrayList<>();
    for (int model = 0; model < figures.models(); model++) {
      findings.addAll(findings(model));
    }
    AuditSubject subject = figures.subject();
    List<Section> sections = new ArrayList<>();
    sections.add(new PicturesSection(figures).section());
    sections.add(new AccuracySection(figures).section());
    sections.add(new WorstSection(figures).section());
    sections.add(new CalibrationSection(figures).section());
    sections.add(new Confusion(subject, figures.evidence(), figures.options().level()).section());
    if (figures.models() > 1) {
      sections.add(new DifferencesSection(figures).section());
    }
    return new Report(title(subject), findings, sections);
  }

  private List<String> findings(int model) {
    Target all = figures.target(model, -1, -1);
    if (all == null) {
      return List.of("%s: no image has a verdict.".formatted(figures.name(model)));
    }
    List<String> findings = new ArrayList<>();
    findings.add(
        "%s is right on %s of the pictures."
            .formatted(figures.name(model), percent(figures.wilson(figures.overall(model)))));
    int worst = figures.worst(model);
    if (worst >= 0) {
      double value = figures.evidence().figures(all)[Measure.WORST.ordinal()];
      findings.add(
          "%s is worst on the group %s: %s."
              .formatted(
                  figures.name(model),
                  figures.evidence().cells().name(worst),
                  percent(
                      figures.figure(
                          all, Measure.WORST, value, figures.inGroup(model, worst).n()))));
    }
    double chance = figures.known(all).mean(Measure.EQUAL_COUNT_BY_CHANCE);
    findings.add(
        "%s, calibration error: %s%s."
            .formatted(
                figures.name(model),
                plain(figures.figure(all, Measure.EQUAL_COUNT)),
                Double.isNaN(chance)
                    ? ""
                    : "; a model whose every confidence is true would show %s by chance"
                        .formatted(Figures.number(chance))));
    return findings;
  }

  private static String percent(Figure figure) {
    return Figures.share(figure.value())
        + beside(figure, Figures.share(figure.low()), Figures.share(figure.high()));
  }

  private static String plain(Figure figure) {
    return Figures.number(figure.value())
        + beside(figure, Figures.number(figure.low()), Figures.number(figure.high()));
  }

  private static String beside(Figure figure, String low, String high) {
    return Double.isNaN(figure.low())
        ? String.format(Locale.ROOT, " (n = %,d, interval not worked out yet)", figure.n())
        : String.format(Locale.ROOT, " (%s to %s, n = %,d)", low, high, figure.n());
  }
}

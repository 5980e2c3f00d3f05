package dev.telltale.cli;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.check.CheckFault;
import dev.telltale.dataset.check.CheckReport;
import dev.telltale.dataset.check.ClassCount;
import dev.telltale.dataset.check.Correlation;
import dev.telltale.dataset.check.Correlations;
import dev.telltale.dataset.check.Duplicates;
import dev.telltale.dataset.check.EqualPictures;
import dev.telltale.dataset.check.FaultKind;
import dev.telltale.dataset.check.GroupCount;
import dev.telltale.dataset.check.Groups;
import dev.telltale.dataset.check.OpenedFiles;
import dev.telltale.dataset.check.Overview;
import dev.telltale.dataset.check.ValueCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A check's report for a terminal, its tables at most 100 columns wide. */
final class CheckSummary {
  private static final int CLASSES = 20;
  private static final int SPLITS = 5;
  private static final int GROUPS = 12;
  private static final int PAIRS = 10;
  private static final int EXAMPLES = 5;
  private static final int NAME = 44;

  private final DataSet dataSet;
  private final CheckReport report;
  private final StringBuilder text = new StringBuilder();

  CheckSummary(DataSet dataSet, CheckReport report) {
    this.dataSet = dataSet;
    this.report = report;
  }

  /** The summary, without a line break at its end. */
  String text() {
    Overview overview = report.overview();
    line(
        "%s: %,d pictures, %s, in %s",
        report.dataSet(), overview.pictures(), report.layout(), dataSet.root());
    classes(overview);
    groups(overview.groups());
    correlations(overview.correlations());
    files(report.files());
    faults(report.files());
    duplicates(report.files().duplicates());
    line("");
    line(verdict(report));
    return text.toString().stripTrailing();
  }

  private static String verdict(CheckReport report) {
    if (!report.clean()) {
      return "See above for what is wrong.";
    }
    return report.files().duplicates().contradictory() > 0
        ? "No faults; but equal pictures have different labels, see above."
        : "Nothing is wrong.";
  }

  private void classes(Overview overview) {
    line("");
    if (overview.label() == null) {
      line("No label is known.");
      return;
    }
    List<ValueCount> splits =
        overview.splits().subList(0, Math.min(SPLITS, overview.splits().size()));
    line(
        "%-" + NAME + "s%10s%s",
        cut(overview.label(), NAME),
        "pictures",
        splits.stream()
            .map(split -> "%9s".formatted(cut(split.value(), 8)))
            .collect(Collectors.joining()));
    List<ClassCount> classes = overview.classes();
    for (ClassCount one : classes.subList(0, Math.min(CLASSES, classes.size()))) {
      line(
          "  %-" + (NAME - 2) + "s%,10d%s",
          cut(one.name(), NAME - 2),
          one.pictures(),
          one.bySplit().stream()
              .limit(SPLITS)
              .map("%,9d"::formatted)
              .collect(Collectors.joining()));
    }
    more(classes.size(), CLASSES, "classes");
    if (overview.unlabelled() > 0) {
      line("  %,d pictures have no label.", overview.unlabelled());
    }
    List<String> empty = overview.emptyClasses();
    if (!empty.isEmpty()) {
      line("  No picture is of: %s", String.join(", ", empty));
    }
  }

  private void groups(Groups groups) {
    if (groups.by().size() < 2 || groups.smallest() == null) {
      return;
    }
    line("");
    line("%-" + NAME + "s%10s%9s", cut(String.join(" × ", groups.by()), NAME), "pictures", "share");
    List<GroupCount> rising =
        groups.listed().stream().sorted(Comparator.comparingLong(GroupCount::pictures)).toList();
    for (GroupCount group : rising.subList(0, Math.min(GROUPS, rising.size()))) {
      line(
          "  %-" + (NAME - 2) + "s%,10d%8.1f%%",
          cut(name(group), NAME - 2),
          group.pictures(),
          100 * group.share());
    }
    more((int) Math.min(Integer.MAX_VALUE, groups.combinations()), GROUPS, "combinations");
    if (groups.empty() > 0) {
      line("  %,d of %,d combinations have no picture.", groups.empty(), groups.combinations());
    }
  }

  /** The label by its value, the groups by name and value, which may be a mere yes. */
  private String name(GroupCount group) {
    return group.values().entrySet().stream()
        .map(
            one ->
                one.getKey().equals(report.overview().label())
                    ? one.getValue()
                    : one.getKey() + " = " + one.getValue())
        .collect(Collectors.joining(", "));
  }

  private void correlations(Correlations found) {
    if (found.strongest().isEmpty()) {
      return;
    }
    line("");
    line("%-64s%8s%18s%10s", "goes together (Matthews' φ)", "φ", "95 %", "n");
    for (Correlation pair :
        found.strongest().subList(0, Math.min(PAIRS, found.strongest().size()))) {
      line(
          "  %-62s%8.3f%18s%,10d",
          cut(found.indicators().get(pair.a()).name(), 30)
              + " ~ "
              + cut(found.indicators().get(pair.b()).name(), 30),
          pair.phi(),
          pair.low() == null ? "" : "%.3f to %.3f".formatted(pair.low(), pair.high()),
          pair.n());
    }
    more(found.strongest().size(), PAIRS, "pairs");
  }

  private void files(OpenedFiles files) {
    line("");
    line(
        "%,d of %,d pictures can be read, %,.1f MB: %s",
        files.readable(), report.overview().pictures(), files.bytes() / 1e6, list(files.formats()));
    line("  width × height: %s", list(files.sizes()));
    if (files.masked() + files.boxed() > 0) {
      line(
          "  %,d have a mask, %,d have boxes, %,d have neither",
          files.masked(),
          files.boxed(),
          report.overview().pictures() - files.masked() - files.boxed());
    }
  }

  private void faults(OpenedFiles files) {
    line("");
    line("faults: %,d", files.faults());
    files
        .faultsByKind()
        .forEach(
            (kind, count) -> {
              FaultKind known = FaultKind.valueOf(kind.toUpperCase(Locale.ROOT).replace('-', '_'));
              line("  %-20s%,8d  %s", kind, count, known.plural());
              List<CheckFault> listed =
                  files.listedFaults().stream().filter(fault -> fault.kind() == known).toList();
              listed.stream().limit(EXAMPLES).forEach(fault -> line("    %s", sentence(fault)));
              if (count > EXAMPLES) {
                line("    … and %,d more; --out lists them all", count - EXAMPLES);
              }
            });
  }

  private void duplicates(Duplicates found) {
    line("");
    line(
        "equal files: %,d pictures in %,d %s; across splits %,d, with different labels %,d",
        found.pictures(),
        found.groups(),
        found.groups() == 1 ? "group" : "groups",
        found.acrossSplits(),
        found.contradictory());
    for (EqualPictures equal :
        found.listed().subList(0, Math.min(EXAMPLES, found.listed().size()))) {
      line(
          "  %s%s",
          equal.acrossSplits() ? "across splits: " : equal.contradictory() ? "labels differ: " : "",
          equal.copies().stream()
              .limit(3)
              .map(copy -> copy.id() + tags(equal, copy))
              .collect(Collectors.joining(" = ")));
    }
    more(found.groups(), EXAMPLES, "groups");
  }

  private static String tags(EqualPictures equal, EqualPictures.Copy copy) {
    List<String> tags = new ArrayList<>();
    if (equal.acrossSplits() && copy.split() != null) {
      tags.add(copy.split());
    }
    if (equal.contradictory() && copy.label() != null) {
      tags.add(copy.label());
    }
    return tags.isEmpty() ? "" : " (" + String.join(", ", tags) + ")";
  }

  private static String sentence(CheckFault fault) {
    return fault.line() > 0
        ? "%s, line %d: %s".formatted(fault.file(), fault.line(), fault.what())
        : fault.file() + ": " + fault.what();
  }

  private static String list(List<ValueCount> counts) {
    return counts.stream()
            .limit(4)
            .map(one -> "%s %,d".formatted(one.value(), one.pictures()))
            .collect(Collectors.joining(", "))
        + (counts.size() > 4 ? ", …" : "");
  }

  private void more(int all, int shown, String what) {
    if (all > shown) {
      line("  … and %,d more %s", all - shown, what);
    }
  }

  private void line(String format, Object... values) {
    String line = values.length == 0 ? format : format.formatted(values);
    text.append(line.replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?")).append('\n');
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}

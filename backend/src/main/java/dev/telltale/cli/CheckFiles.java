package dev.telltale.cli;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.check.CheckFault;
import dev.telltale.dataset.check.CheckReport;
import dev.telltale.dataset.check.ClassCount;
import dev.telltale.dataset.check.ClassSheet;
import dev.telltale.dataset.check.Correlation;
import dev.telltale.dataset.check.Correlations;
import dev.telltale.dataset.check.EqualPictures;
import dev.telltale.dataset.check.Findings;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.image.Png;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** What a check found, in files: all of it, as it is found, and the report at the end. */
final class CheckFiles implements Findings, AutoCloseable {
  private static final int LONGEST = 100;

  private final Path directory;
  private final DataSet dataSet;
  private final CSVPrinter faults;
  private final CSVPrinter duplicates;

  private CheckFiles(Path directory, DataSet dataSet, CSVPrinter faults, CSVPrinter duplicates) {
    this.directory = directory;
    this.dataSet = dataSet;
    this.faults = faults;
    this.duplicates = duplicates;
  }

  /** Makes the directory, and files in it; those of an earlier check are overwritten. */
  static CheckFiles in(Path directory, DataSet dataSet) throws IOException {
    Files.createDirectories(directory);
    return new CheckFiles(
        directory,
        dataSet,
        csv(directory, "faults.csv", "kind", "file", "line", "what"),
        csv(
            directory,
            "duplicates.csv",
            "group",
            "sha256",
            "acrossSplits",
            "contradictory",
            "id",
            "label",
            "split"));
  }

  @Override
  public void fault(CheckFault fault) {
    print(
        faults,
        fault.kind().label(),
        fault.file(),
        fault.line() == 0 ? null : fault.line(),
        fault.what());
  }

  private int group;

  @Override
  public void equal(EqualPictures equal, int[] places) {
    group++;
    for (int place : places) {
      print(
          duplicates,
          group,
          equal.sha256(),
          equal.acrossSplits(),
          equal.contradictory(),
          dataSet.samples().id(place),
          dataSet.samples().label(place),
          dataSet.samples().split(place));
    }
  }

  /** Writes what there is only at the end. */
  void finish(CheckReport report, PictureReader reader) throws IOException {
    Files.write(directory.resolve("report.json"), report.toJson());
    correlations(report.overview().correlations());
    sheets(report.overview().classes(), reader);
  }

  private void correlations(Correlations found) throws IOException {
    try (CSVPrinter csv =
        csv(directory, "correlations.csv", "a", "b", "phi", "low", "high", "n", "q", "reason")) {
      for (Correlation pair : found.pairs()) {
        print(
            csv,
            found.indicators().get(pair.a()).name(),
            found.indicators().get(pair.b()).name(),
            pair.phi(),
            pair.low(),
            pair.high(),
            pair.n(),
            pair.q(),
            pair.reason());
      }
    }
  }

  private void sheets(List<ClassCount> classes, PictureReader reader) throws IOException {
    Path sheets = Files.createDirectories(directory.resolve("sheets"));
    Set<String> taken = new HashSet<>();
    for (ClassCount one : classes) {
      if (one.pictures() > 0) {
        ClassSheet sheet = new ClassSheet(dataSet, one.name(), reader);
        Files.write(sheets.resolve(fileName(one.name(), taken)), Png.write(sheet.draw()));
      }
    }
    if (classes.isEmpty()) {
      ClassSheet sheet = new ClassSheet(dataSet, null, reader);
      Files.write(sheets.resolve("all.png"), Png.write(sheet.draw()));
    }
  }

  /** A name that every file system takes, and that no other class has. */
  private static String fileName(String label, Set<String> taken) {
    String plain = label.replaceAll("[^\\p{L}\\p{N}._ -]+", "-").replaceFirst("^\\.+", "-");
    String stem = cut(plain);
    String name = stem;
    for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = stem + "-" + i;
    }
    return name + ".png";
  }

  /** File systems count bytes; a character is not cut in two. */
  private static String cut(String name) {
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int at = 0; at < name.length(); ) {
      String one = Character.toString(name.codePointAt(at));
      bytes += one.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST) {
        break;
      }
      kept.append(one);
      at += one.length();
    }
    return kept.toString();
  }

  private static CSVPrinter csv(Path directory, String name, String... columns) throws IOException {
    return CSVFormat.RFC4180
        .builder()
        .setHeader(columns)
        .get()
        .print(Files.newBufferedWriter(directory.resolve(name)));
  }

  private static void print(CSVPrinter csv, @Nullable Object... values) {
    try {
      csv.printRecord(values);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the CSV files: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try (faults;
        duplicates) {
      // Both are closed, whatever becomes of the first.
    }
  }
}

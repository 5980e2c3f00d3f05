package dev.telltale.cli;

import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.check.CheckReport;
import dev.telltale.dataset.check.DataCheck;
import dev.telltale.dataset.check.Findings;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.image.Pictures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code telltale data check DIR}. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = "Looks at data sets.",
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand {
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Counts what is listed, opens every picture and mask once, and tells what is wrong, what is"
            + " there twice, and which attributes go together. Rows that cannot be right are passed"
            + " over and told.",
        "Exit status: 0 nothing is wrong, 1 faults, or equal pictures in two splits, 2 the data set"
            + " cannot be read."
      })
  int check(
      @Parameters(paramLabel = "DIR", description = "the data set") Path directory,
      @Mixin DataOptions options,
      @Option(names = "--json", description = "print the report as one JSON line instead")
          boolean json,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              description =
                  "write report.json, faults.csv, duplicates.csv, correlations.csv and a contact"
                      + " sheet per class here")
          @Nullable Path out) {
    DataSet dataSet = options.openLeniently(directory);
    PictureReader reader =
        new PictureReader(dataSet.root(), new AllowedRoots(List.of()), Pictures.DEFAULT_MAX_PIXELS);
    if (out != null && out.toAbsolutePath().normalize().startsWith(dataSet.root())) {
      throw new UsageException(
          "--out " + out + " lies in the data set, whose pictures its sheets would become");
    }
    CheckReport report;
    double seconds;
    try (Progress progress = new Progress("opened", dataSet.samples().size());
        CheckFiles files = out == null ? null : CheckFiles.in(out, dataSet)) {
      DataCheck check = new DataCheck(dataSet, reader, Runtime.getRuntime().availableProcessors());
      long start = System.nanoTime();
      report = check.run(progress::set, () -> false, files == null ? Findings.NONE : files);
      seconds = (System.nanoTime() - start) / 1e9;
      if (files != null) {
        files.finish(report, reader);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(out + ": cannot be written: " + e.getMessage(), e);
    }
    System.err.printf(
        "%,d pictures in %.1f s, %.0f a second%n",
        report.overview().pictures(), seconds, report.overview().pictures() / seconds);
    System.out.println(
        json
            ? new String(report.toJson(), StandardCharsets.UTF_8)
            : new CheckSummary(dataSet, report).text());
    System.out.flush();
    return report.clean() ? 0 : 1;
  }
}

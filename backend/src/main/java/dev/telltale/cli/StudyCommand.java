package dev.telltale.cli;

import dev.telltale.cli.kills.Kills;
import dev.telltale.pipeline.ArtifactStore;
import dev.telltale.study.Report;
import dev.telltale.study.Studies;
import dev.telltale.study.Study;
import dev.telltale.study.StudySetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code telltale study}. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a seeded experiment on drawn data, and writes its tables and figures (docs/studies).",
      "Interrupted, the same command goes on. Exit status 1 when a claim of the study does not"
          + " hold. Without a name the studies are listed."
    })
final class StudyCommand implements Callable<Integer> {
  /** Those of the methods, and the one that needs processes. */
  private static final List<Study> ALL =
      Stream.concat(Studies.ALL.stream(), Stream.of(new Kills())).toList();

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "one of the studies listed")
  @Nullable String name;

  @Option(
      names = "--out",
      description = "directory of the pages (default: docs/studies; with --brief in --work)")
  @Nullable Path out;

  @Option(
      names = "--work",
      description =
          "directory of drawn data and trained networks, kept (default: .telltale/studies/NAME-SEED)")
  @Nullable Path work;

  @Option(
      names = "--seeds",
      defaultValue = "3",
      description = "trainings of each kind (default: ${DEFAULT-VALUE})")
  int seeds;

  @Option(
      names = "--first-seed",
      defaultValue = "100",
      description = "of the first training; the others follow (default: ${DEFAULT-VALUE})")
  long firstSeed;

  @Option(names = "--brief", description = "show that it runs: little data, figures mean nothing")
  boolean brief;

  @Override
  public Integer call() throws InterruptedException {
    if (name == null) {
      ALL.forEach(study -> System.out.printf("%-12s %s%n", study.name(), study.purpose()));
      return 0;
    }
    Study study =
        ALL.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "there is no study \"%s\"; there are %s"
                            .formatted(
                                name,
                                ALL.stream().map(Study::name).collect(Collectors.joining(", ")))));
    String own = name + "-" + firstSeed + (brief ? "-brief" : "");
    Path kept = work != null ? work : Path.of(".telltale", "studies", own);
    Path pages = out != null ? out : brief ? kept.resolve("pages") : Path.of("docs", "studies");
    StudySetting setting = setting(kept);
    try {
      Files.createDirectories(pages);
    } catch (IOException e) {
      throw new UsageException("--out: " + pages + " cannot be made: " + e.getMessage());
    }
    Report report = study.run(setting);
    try {
      report.write(pages, study.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    report
        .claims()
        .forEach(
            claim ->
                System.out.printf(
                    "%-4s %s: %s%n", claim.holds() ? "ok" : "NOT", claim.what(), claim.measured()));
    System.err.println(pages.resolve(study.name() + ".md"));
    return report.holds() ? 0 : 1;
  }

  private StudySetting setting(Path kept) {
    try {
      return new StudySetting(
          kept,
          Home.models().resolve("networks"),
          brief ? kept.resolve("models") : Home.models(),
          seeds,
          firstSeed,
          brief,
          ArtifactStore::new,
          System.err::println);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}

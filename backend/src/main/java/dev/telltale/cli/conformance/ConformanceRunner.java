package dev.telltale.cli.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs golden cases and prints one line for each: whether every number that the published code of
 * the papers gave is met within the case's tolerance, and the largest error.
 */
public final class ConformanceRunner {

  /** Every kind that is implemented. */
  static final List<CaseKind> KINDS =
      List.of(
          new ScorePairs(),
          new ScoreMaskDownsample(),
          new BootstrapCase(),
          new GradCamCase(),
          new GradCamDegenerate(),
          new GroupAccuracyCase(),
          new MatthewsCase(),
          new AveragePrecisionCase(),
          new CorrelationCase(),
          new FitHeadCase(),
          new ImportantFeaturesCase(),
          new SortAndGapCase(),
          new SortBigClassCase(),
          new NamCase(),
          new FeatureAttackCase());

  private ConformanceRunner() {}

  /**
   * Runs every case at or below a directory, in the order of their paths.
   *
   * @param dir a case folder, or a directory above case folders
   * @param out one line per case, then the counts
   * @throws IOException if the directory cannot be read
   */
  public static Summary run(Path dir, PrintStream out) throws IOException {
    int passed = 0;
    int failed = 0;
    int unsupported = 0;
    for (Path folder : folders(dir)) {
      Outcome outcome = run(folder);
      out.println(outcome.line());
      switch (outcome.verdict()) {
        case OK -> passed++;
        case FAIL -> failed++;
        case UNSUPPORTED -> unsupported++;
      }
    }
    Summary summary = new Summary(passed, failed, unsupported);
    out.println(summary);
    return summary;
  }

  private static List<Path> folders(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir.toRealPath())) {
      return files
          .filter(file -> file.endsWith(GoldenCase.FILE))
          .map(Path::getParent)
          .sorted()
          .toList();
    }
  }

  private static Outcome run(Path folder) {
    String name = folder.getFileName().toString();
    try {
      GoldenCase golden = GoldenCase.read(folder);
      name = golden.id();
      Optional<CaseKind> kind = kindOf(golden);
      if (kind.isEmpty()) {
        return new Outcome(Verdict.UNSUPPORTED, name, "");
      }
      Comparison comparison = Comparison.of(golden, kind.get().answer(golden));
      return new Outcome(
          comparison.passed() ? Verdict.OK : Verdict.FAIL, name, comparison.summary());
    } catch (CaseFault e) {
      return new Outcome(Verdict.FAIL, name, e.getMessage());
    } catch (RuntimeException e) {
      return new Outcome(Verdict.FAIL, name, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /** By name first, then by contents: cases with other names but known fields run too. */
  private static Optional<CaseKind> kindOf(GoldenCase golden) {
    return KINDS.stream()
        .filter(kind -> kind.names().contains(golden.kind()))
        .findFirst()
        .or(() -> KINDS.stream().filter(kind -> kind.fits(golden)).findFirst());
  }

  private enum Verdict {
    OK("ok"),
    FAIL("FAIL"),
    UNSUPPORTED("unsupported");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }
  }

  private record Outcome(Verdict verdict, String name, String what) {
    String line() {
      String oneLine = what.lines().findFirst().orElse("");
      return "%-4s %s  %s".formatted(verdict.word, name, oneLine).stripTrailing();
    }
  }
}

package dev.telltale.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code telltale conformance DIR}: runs golden cases through the {@link ConformanceRunner}. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = {
      "Runs golden cases (folders with a case.json) at or below a directory and compares every"
          + " number with the one that the papers' published code gave.",
      "Exit status: 0 when none failed, 1 when any failed, 2 when there is nothing to run."
    })
public final class ConformanceCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "a case folder, or a directory above case folders")
  private Path dir = Path.of(".");

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(dir)) {
      System.err.println(dir + " is no directory");
      return 2;
    }
    Summary summary = ConformanceRunner.run(dir, System.out);
    if (summary.cases() == 0) {
      System.err.println("no " + GoldenCase.FILE + " at or below " + dir);
      return 2;
    }
    return summary.failed() == 0 ? 0 : 1;
  }
}

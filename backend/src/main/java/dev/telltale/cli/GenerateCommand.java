package dev.telltale.cli;

import dev.telltale.dataset.example.Examples;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code telltale generate waterbirds} and {@code generate example}. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Draws data sets with known truth, in the file layout of the real ones.",
    synopsisSubcommandLabel = "COMMAND")
final class GenerateCommand {
  @Command(
      name = "waterbirds",
      mixinStandardHelpOptions = true,
      description =
          "Draws birds on land and water, with masks. The same seed gives the same pixels anywhere.")
  int waterbirds(
      @Option(names = "--out", required = true, description = "directory to make") Path out,
      @Option(
              names = "--count",
              defaultValue = "3000",
              description = "images (default: ${DEFAULT-VALUE})")
          int count,
      @Option(
              names = "--correlation",
              defaultValue = "0.95",
              description =
                  "share of birds on their own ground, 0 to 1 (default: ${DEFAULT-VALUE})")
          double correlation,
      @Option(
              names = "--size",
              defaultValue = "64",
              description = "pixels of a side (default: ${DEFAULT-VALUE})")
          int size,
      @Option(
              names = "--seed",
              defaultValue = "0",
              description = "seed (default: ${DEFAULT-VALUE})")
          long seed) {
    long start = System.nanoTime();
    try (Progress progress = new Progress("drawn", count)) {
      new Waterbirds(correlation, size, seed).write(out, count, progress::set);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    System.err.printf(
        "%,d images in %s, %.0f a second%n",
        count, out, count / ((System.nanoTime() - start) / 1e9));
    return 0;
  }

  @Command(
      name = "example",
      mixinStandardHelpOptions = true,
      description = {
        "Draws a small data set with known truth in the files of a published layout, to try the"
            + " layout out or to see how it lies (docs/data.md)."
      })
  int example(
      @Parameters(paramLabel = "LAYOUT", description = "one of those in docs/data.md")
          String layout,
      @Option(names = "--out", required = true, description = "directory to make") Path out,
      @Option(
              names = "--count",
              defaultValue = "60",
              description = "pictures (default: ${DEFAULT-VALUE})")
          int count,
      @Option(
              names = "--seed",
              defaultValue = "0",
              description = "seed (default: ${DEFAULT-VALUE})")
          long seed) {
    try {
      Examples.write(Layout.of(layout), out, count, seed);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    System.err.printf("%,d pictures in %s%n", count, out);
    return 0;
  }
}

package dev.telltale.cli;

import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.waterbirds.Waterbirds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** The birds that the demo draws when it is given no data: from a seed its bundle never saw. */
final class DemoImages {
  static final String NAME = "waterbirds";

  private static final int COUNT = 3000;
  private static final long SEED = 1000;

  /** Birds stand on either ground equally often, so that every group can be judged. */
  private static final Waterbirds BIRDS =
      new Waterbirds(0.5, 64, SEED, Splits.DEFAULT.from(SeedSpace.SCREENING), Map.of());

  private DemoImages() {}

  /** The data set's directory, drawn on first use. */
  static Path in(Path directory) {
    Path finished =
        directory.resolve(NAME + "-" + SeedSpace.SCREENING.label() + "-" + COUNT + "-" + SEED);
    if (Files.isDirectory(finished)) {
      return finished;
    }
    try {
      System.err.printf("Drawing %,d birds …%n", COUNT);
      Files.createDirectories(directory);
      Path part = Files.createTempDirectory(directory, "drawing");
      try (Progress progress = new Progress("drawn", COUNT)) {
        BIRDS.write(part, COUNT, progress::set);
      }
      Files.move(part, finished, StandardCopyOption.ATOMIC_MOVE);
      return finished;
    } catch (IOException e) {
      throw new UncheckedIOException(
          directory + ": cannot draw the demo's images: " + e.getMessage(), e);
    }
  }
}

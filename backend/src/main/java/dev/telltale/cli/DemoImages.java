package dev.telltale.cli;

import dev.telltale.dataset.waterbirds.Waterbirds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The birds that the demo draws when it is given no data: from a seed its bundle never saw. */
final class DemoImages {
  static final String NAME = "waterbirds";

  private static final int COUNT = 3000;
  private static final int SIZE = 64;
  private static final long SEED = 1000;

  /** Birds stand on either ground equally often, so that every group can be judged. */
  private static final double CORRELATION = 0.5;

  private DemoImages() {}

  /** The data set's directory, drawn on first use. */
  static Path in(Path directory) {
    Path finished = directory.resolve(NAME + "-" + COUNT + "-" + SEED);
    if (Files.isDirectory(finished)) {
      return finished;
    }
    try {
      System.err.printf("Drawing %,d birds …%n", COUNT);
      Files.createDirectories(directory);
      Path part = Files.createTempDirectory(directory, "drawing");
      try (Progress progress = new Progress("drawn", COUNT)) {
        new Waterbirds(CORRELATION, SIZE, SEED).write(part, COUNT, progress::set);
      }
      Files.move(part, finished, StandardCopyOption.ATOMIC_MOVE);
      return finished;
    } catch (IOException e) {
      throw new UncheckedIOException(
          directory + ": cannot draw the demo's images: " + e.getMessage(), e);
    }
  }
}

package dev.telltale.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Model bundles for tests: the demo's, and copies of it to spoil. */
public final class Bundles {
  /** The bundle that the demo screens with. */
  public static final Path BIRDS = Path.of("../models/birds-p95");

  private Bundles() {}

  /** A copy of the birds, without some of its files. */
  public static Path birdsWithout(Path directory, String... files) {
    try (Stream<Path> all = Files.list(BIRDS)) {
      Files.createDirectories(directory);
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (!List.of(files).contains(name)) {
          Files.copy(file, directory.resolve(name));
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The birds as a model that answers each of its classes by itself. */
  public static Path birdsAsAttributes(Path directory) {
    try {
      Path json = birdsWithout(directory).resolve("model.json");
      Files.writeString(json, Files.readString(json).replace("softmax", "sigmoid"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

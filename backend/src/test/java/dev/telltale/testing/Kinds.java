package dev.telltale.testing;

import ai.djl.Device;
import dev.telltale.model.Devices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A tiny bundle of every kind with what PyTorch made of it; written by tools/kinds_fixture.py. */
public final class Kinds {
  /** The device that they are checked on: others' sums have other last bits. */
  public static final Devices.Slot CPU = new Devices.Slot("cpu-0", Device.cpu());

  private static final Path HERE = Path.of("src/test/resources/kinds");

  private Kinds() {}

  /** A bundle. */
  public static Path bundle(String name) {
    return HERE.resolve("bundles").resolve(name);
  }

  /** What was recorded of it. */
  public static Path probe(String name) {
    return HERE.resolve("probes").resolve(name);
  }

  /** A network that breaks the contract of its kind. */
  public static Path wrong(String name) {
    return HERE.resolve("wrong").resolve(name);
  }

  /** A directory's copy, to be spoiled. */
  public static Path copy(Path of, Path to) {
    try (Stream<Path> files = Files.list(of)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

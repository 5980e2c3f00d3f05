package dev.telltale.cli;

import dev.telltale.files.DirectoryLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** A member's own directory, held by one process at a time. */
final class StateDirectory implements AutoCloseable {
  private final Path directory;
  private final DirectoryLock lock;

  private StateDirectory(Path directory, DirectoryLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes the directory, making it when missing.
   *
   * @throws UsageException when another process has it, or it cannot be made
   */
  static StateDirectory own(Path directory) {
    try {
      return new StateDirectory(
          directory,
          DirectoryLock.take(directory, "lock")
              .orElseThrow(
                  () ->
                      new UsageException(
                          directory
                              + " is used by another Telltale; stop it, or give another with"
                              + " --state")));
    } catch (IOException e) {
      throw new UsageException(directory + ": cannot be used for state: " + e.getMessage());
    }
  }

  /** A name for the member, the same at every start: static membership in Kafka needs it. */
  String memberId() {
    Path file = directory.resolve("member-id");
    try {
      if (!Files.exists(file)) {
        byte[] random = new byte[4];
        ThreadLocalRandom.current().nextBytes(random);
        Files.writeString(file, "member-" + HexFormat.of().formatHex(random) + "\n");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}

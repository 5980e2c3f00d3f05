package dev.telltale.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second writer out of a directory of features. The operating system drops the lock when
 * the process ends in any way, so a killed one leaves nothing to clean up.
 */
final class DirectoryLock implements AutoCloseable {
  static final String FILE = ".lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock and makes the directory if need be.
   *
   * @throws FeaturesException if another process has it or it cannot be written
   */
  static DirectoryLock take(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tried(channel) != null) {
        return new DirectoryLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new FeaturesException(
          directory + ": cannot be written: " + e + "; give another with --out", e);
    }
    throw new FeaturesException(
        directory + " is being written by another Telltale; wait for it, or give another --out");
  }

  private static @Nullable FileLock tried(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held in this very process, which is told as held elsewhere.
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.telltale.kafka.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second broker out of a directory. The operating system drops the lock when the process
 * ends in any way, so a killed broker leaves nothing to clean up.
 */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock and makes the directory if need be.
   *
   * @throws BrokerStartException if another broker has it or it cannot be written
   */
  static DirectoryLock take(Path dir) {
    try {
      Files.createDirectories(dir);
      FileChannel channel =
          FileChannel.open(
              dir.resolve(".telltale-broker.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return new DirectoryLock(channel);
        }
      } catch (OverlappingFileLockException e) {
        // Held in this very process, which is told as held elsewhere.
      }
      channel.close();
    } catch (IOException e) {
      throw new BrokerStartException(
          "The broker cannot write to " + dir + ": " + e + ". Choose another directory.", e);
    }
    throw new BrokerStartException(
        "A broker already runs in " + dir + ". Stop it, or choose another directory.", null);
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

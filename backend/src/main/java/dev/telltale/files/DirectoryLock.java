package dev.telltale.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second writer out of a directory. The operating system drops the lock when the process
 * ends in any way, so a killed one leaves nothing to clean up.
 */
public final class DirectoryLock implements AutoCloseable {
  /** The lock's file, where its owner gives it no other name. */
  public static final String FILE = ".lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock by the file {@value #FILE}; see {@link #take(Path, String)}. */
  public static Optional<DirectoryLock> take(Path directory) throws IOException {
    return take(directory, FILE);
  }

  /**
   * Takes the lock and makes the directory if need be.
   *
   * @param file name of the file in the directory that carries the lock
   * @return empty if somebody has it, in this process or another
   * @throws IOException if the directory cannot be written
   */
  public static Optional<DirectoryLock> take(Path directory, String file) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tried(channel) != null) {
      return Optional.of(new DirectoryLock(channel));
    }
    channel.close();
    return Optional.empty();
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

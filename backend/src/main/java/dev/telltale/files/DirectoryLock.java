package dev.telltale.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second writer out of a directory. The operating system drops the lock when the process
 * ends in any way, so a killed one leaves nothing to clean up.
 */
public final class DirectoryLock implements AutoCloseable {
  /** The lock's file, where its owner gives it no other name. */
  public static final String FILE = ".lock";

  /**
   * The locks' files that this process holds. POSIX gives up a process's lock when it closes the
   * file by any of its handles: a second attempt must not open it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path held;
  private final FileChannel channel;

  private DirectoryLock(Path held, FileChannel channel) {
    this.held = held;
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
    Path held = directory.toRealPath().resolve(file);
    if (!HELD.add(held)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel = FileChannel.open(held, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        release(held, channel);
      }
    }
    return lock == null ? Optional.empty() : Optional.of(new DirectoryLock(held, channel));
  }

  private static void release(Path held, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      // Not before: whoever takes it next must not have it closed under them.
      HELD.remove(held);
    }
  }

  @Override
  public synchronized void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      release(held, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

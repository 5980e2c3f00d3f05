package dev.telltale.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes that are there whole or not at all, also after a power cut. */
public final class Durable {
  /** Ends the name of what is being written; what still has it is of no use. */
  public static final String PART = ".part";

  private Durable() {}

  /** Writes or replaces a file at once: whoever reads sees the old one or this. */
  public static void write(Path file, byte[] contents) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + PART);
    force(part, contents);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(file.toAbsolutePath().getParent());
  }

  /**
   * Writes a directory of files at once.
   *
   * @param directory must not exist
   * @param files contents by name
   */
  public static void writeDirectory(Path directory, Map<String, byte[]> files) throws IOException {
    Path part = directory.resolveSibling(directory.getFileName() + PART);
    delete(part);
    Files.createDirectories(part);
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        force(part.resolve(file.getKey()), file.getValue());
      }
      forceDirectory(part);
      Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(part);
      throw e;
    }
    forceDirectory(directory.toAbsolutePath().getParent());
  }

  /** Removes a directory and all in it, if it is there. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static void force(Path file, byte[] contents) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(contents);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /** Makes the names in a directory safe; a channel on a directory can do no more than that. */
  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

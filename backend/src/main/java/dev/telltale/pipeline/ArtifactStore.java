package dev.telltale.pipeline;

import dev.telltale.audit.Artifacts;
import dev.telltale.files.Durable;
import dev.telltale.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files addressed by their content, in a directory. Writing the same bytes twice is writing them
 * once. Thread-safe, and safe for several members that share the directory.
 */
public final class ArtifactStore implements Artifacts {
  /** What was written or wanted so lately may be named by a record that is still on its way. */
  static final Duration YOUNG = Duration.ofHours(1);

  /** What was remembered and not asked for in so long is forgotten. */
  static final Duration REMEMBERED = Duration.ofDays(30);

  /** Beside the artifacts; what lies in it is no artifact. */
  private static final String NOTES = "notes";

  private final Path directory;

  /**
   * @param directory made when first written to
   */
  public ArtifactStore(Path directory) {
    this.directory = directory;
  }

  /** Keeps bytes; they are on the disk when this returns. */
  @Override
  public String write(byte[] bytes) throws IOException {
    String address = Sha256.of(bytes);
    Path file = file(address);
    if (Files.exists(file)) {
      try {
        // Wanted again, so young again: it must not be collected before its new owner is known.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return address;
      } catch (NoSuchFileException e) {
        // Collected in between: written anew.
      }
    }
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), address, Durable.PART);
    try {
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          out.write(left);
        }
        out.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      // Still there only if the disk would not take it all.
      Files.deleteIfExists(part);
    }
    force(file.getParent());
    force(directory);
    return address;
  }

  @Override
  public byte[] read(String address) throws IOException {
    return Files.readAllBytes(file(address));
  }

  @Override
  public InputStream open(String address) throws IOException {
    return Files.newInputStream(file(address));
  }

  @Override
  public Optional<String> recall(String key) throws IOException {
    Path note = note(key);
    try {
      String address = Files.readString(note);
      FileTime now = FileTime.from(Instant.now());
      Files.setLastModifiedTime(file(address), now);
      Files.setLastModifiedTime(note, now);
      return Optional.of(address);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Not forced to the disk: what is lost is worked out again. */
  @Override
  public void remember(String key, String address) throws IOException {
    Path note = note(key);
    Files.createDirectories(note.getParent());
    Path part = Files.createTempFile(note.getParent(), key, Durable.PART);
    try {
      Files.writeString(part, checked(address));
      Files.move(part, note, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public int collect(Set<String> named, Instant before) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory, 2)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    int removed = 0;
    for (Path file : files) {
      String name = file.getFileName().toString();
      boolean ours = isAddress(name) || name.endsWith(Durable.PART);
      if (ours && !named.contains(name) && old(file, before) && remove(file, before)) {
        removed++;
      }
    }
    forget(Instant.now().minus(REMEMBERED));
    return removed;
  }

  private void forget(Instant before) throws IOException {
    Path notes = directory.resolve(NOTES);
    if (Files.isDirectory(notes)) {
      List<Path> all;
      try (Stream<Path> files = Files.walk(notes)) {
        all = files.filter(Files::isRegularFile).toList();
      }
      for (Path note : all) {
        if (old(note, before)) {
          Files.deleteIfExists(note);
        }
      }
    }
  }

  /** Moved out of the way first: whoever wants it at this moment finds it young, or not at all. */
  private static boolean remove(Path file, Instant before) throws IOException {
    Path away = file.resolveSibling(file.getFileName() + Durable.PART);
    try {
      Files.move(file, away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return false;
    }
    if (old(away, before)) {
      return Files.deleteIfExists(away);
    }
    Files.move(away, file, StandardCopyOption.ATOMIC_MOVE);
    return false;
  }

  private static boolean old(Path file, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Path note(String key) {
    return directory.resolve(NOTES).resolve(checked(key).substring(0, 2)).resolve(key);
  }

  private Path file(String address) {
    return directory.resolve(checked(address).substring(0, 2)).resolve(address);
  }

  /**
   * @throws IllegalArgumentException if it is no address
   */
  static String checked(String address) {
    if (!isAddress(address)) {
      throw new IllegalArgumentException("not the address of an artifact: " + address);
    }
    return address;
  }

  static boolean isAddress(String name) {
    return name.matches("[0-9a-f]{64}");
  }

  private static void force(Path made) throws IOException {
    try (FileChannel channel = FileChannel.open(made, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}

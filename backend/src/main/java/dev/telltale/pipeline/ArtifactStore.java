package dev.telltale.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Files addressed by their content, in a directory. Writing the same bytes twice is writing them
 * once. Thread-safe, and safe for several members that share the directory.
 */
public final class ArtifactStore {
  private final Path directory;

  /**
   * @param directory made when first written to
   */
  public ArtifactStore(Path directory) {
    this.directory = directory;
  }

  /**
   * Keeps bytes.
   *
   * @return their address, a SHA-256 in hex
   */
  public String write(byte[] bytes) throws IOException {
    String address = address(bytes);
    Path file = file(address);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), address, ".part");
      try {
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        // Still there only if the disk would not take it all.
        Files.deleteIfExists(part);
      }
    }
    return address;
  }

  /**
   * Reads bytes back.
   *
   * @throws IOException when nothing is kept under that address
   */
  public byte[] read(String address) throws IOException {
    return Files.readAllBytes(file(address));
  }

  private Path file(String address) {
    if (!address.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not the address of an artifact: " + address);
    }
    return directory.resolve(address.substring(0, 2)).resolve(address);
  }

  private static String address(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}

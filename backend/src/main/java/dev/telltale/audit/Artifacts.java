package dev.telltale.audit;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;

/**
 * Files addressed by their content: what is too large for a record, and pictures. Writing the same
 * bytes twice is writing them once. Thread-safe.
 */
public interface Artifacts {
  /**
   * Keeps bytes.
   *
   * @return their address, a SHA-256 in 64 hex digits
   * @throws IOException when the store cannot take them, as when the disk is full
   */
  String write(byte[] bytes) throws IOException;

  /**
   * Reads bytes back, as they come; close it.
   *
   * @throws IOException when nothing is kept under that address
   */
  InputStream open(String address) throws IOException;

  /**
   * Reads all of them.
   *
   * @throws IOException when nothing is kept under that address
   */
  default byte[] read(String address) throws IOException {
    try (InputStream in = open(address)) {
      return in.readAllBytes();
    }
  }

  /**
   * Removes what nothing names any more, and was not wanted lately: a record that names it may
   * still be on its way.
   *
   * @param named addresses that are still named, of everything that is kept here
   * @param before what was written, or written again, at this moment or later stays; to be well
   *     before the first look at what is named
   * @return how many were removed
   * @throws IOException when the store cannot be listed, or something not be removed
   */
  int collect(Set<String> named, Instant before) throws IOException;
}

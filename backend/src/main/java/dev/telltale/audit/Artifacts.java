package dev.telltale.audit;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
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
   * What was {@link #remember remembered} under a key, if it is still kept; it is young again then,
   * as if it had been written now. Remembering is a help, and nothing may depend on it: a store
   * need not do it, and forgets.
   *
   * @param key 64 hex digits, a hash of all that the answer depends on
   * @return the address; empty where nothing is known
   * @throws IOException when the store cannot be read
   */
  default Optional<String> recall(String key) throws IOException {
    return Optional.empty();
  }

  /**
   * Remembers what came of something, so that it need not be worked out again.
   *
   * @param key 64 hex digits, a hash of all that it depends on
   * @param address what was written
   * @throws IOException when the store cannot take it
   */
  default void remember(String key, String address) throws IOException {}

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

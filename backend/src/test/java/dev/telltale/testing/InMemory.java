package dev.telltale.testing;

import dev.telltale.audit.Artifacts;
import dev.telltale.files.Sha256;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Artifacts that are kept as long as the test. */
public final class InMemory implements Artifacts {
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private final Map<String, String> notes = new ConcurrentHashMap<>();

  @Override
  public String write(byte[] bytes) {
    String address = Sha256.of(bytes);
    kept.put(address, bytes.clone());
    return address;
  }

  @Override
  public InputStream open(String address) throws IOException {
    byte[] bytes = kept.get(address);
    if (bytes == null) {
      throw new FileNotFoundException(address);
    }
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public Optional<String> recall(String key) {
    return Optional.ofNullable(notes.get(key)).filter(kept::containsKey);
  }

  @Override
  public void remember(String key, String address) {
    notes.put(key, address);
  }

  /** How much was remembered, all together. */
  public int notes() {
    return notes.size();
  }

  @Override
  public int collect(Set<String> named, Instant before) {
    int all = kept.size();
    kept.keySet().retainAll(named);
    return all - kept.size();
  }
}

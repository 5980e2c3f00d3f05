package dev.telltale.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.telltale.audit.Artifacts;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which artifacts are named, by records and by the JSON that is kept itself: outcomes, reports and
 * results name others. What is kept under an address never changes, so each is read once. Belongs
 * to one thread.
 */
final class NamedArtifacts {
  private static final JsonFactory JSON = new JsonFactory();

  private final Artifacts artifacts;
  private Map<String, Set<String>> known = new HashMap<>();

  NamedArtifacts(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  /** Every address in JSON. */
  static Set<String> in(byte[] json) {
    try {
      return in(new ByteArrayInputStream(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> in(InputStream json) throws IOException {
    Set<String> named = new HashSet<>();
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean text = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
        if (text && ArtifactStore.isAddress(parser.getText())) {
          named.add(parser.getText());
        }
      }
    } catch (JsonProcessingException e) {
      // No JSON, such as a picture: what looked like its beginning was none.
    }
    return named;
  }

  /**
   * These, and all that they name, and so on.
   *
   * @throws IOException if what is kept cannot be read; nothing may be removed then
   */
  Set<String> all(Collection<String> first) throws IOException {
    Map<String, Set<String>> read = new HashMap<>();
    ArrayDeque<String> left = new ArrayDeque<>(first);
    Set<String> all = new HashSet<>(first);
    while (!left.isEmpty()) {
      String address = left.remove();
      Set<String> named = known.containsKey(address) ? known.get(address) : read(address);
      read.put(address, named);
      named.stream().filter(all::add).forEach(left::add);
    }
    known = read;
    return all;
  }

  /** Much that looks like an address is a hash of something else. */
  private Set<String> read(String address) throws IOException {
    try (InputStream in = new BufferedInputStream(artifacts.open(address))) {
      in.mark(1);
      int begin = in.read();
      in.reset();
      return begin == '{' || begin == '[' || begin == '"' ? Set.copyOf(in(in)) : Set.of();
    } catch (NoSuchFileException | FileNotFoundException e) {
      return Set.of();
    }
  }
}

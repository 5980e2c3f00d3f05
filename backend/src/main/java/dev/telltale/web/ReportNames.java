package dev.telltale.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.telltale.audit.Report;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What reports name, so that nothing else of the store is given out: pictures, documents, and the
 * pictures that documents name. What lies under an address never changes, so that it is read once,
 * and remembered as long as it is asked for now and then. Thread-safe; blocks.
 */
final class ReportNames {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{64}");

  private static final int KNOWN_REPORTS = 100;
  private static final int KNOWN_DOCUMENTS = 5000;

  private final Store store;
  private final Map<String, Named> reports = remembered(KNOWN_REPORTS);
  private final Map<String, Set<String>> documents = remembered(KNOWN_DOCUMENTS);

  /** Where what is named is kept. */
  interface Store {
    InputStream open(String artifact) throws IOException;
  }

  ReportNames(Store store) {
    this.store = store;
  }

  /**
   * What a report names itself.
   *
   * @param pictures media types, by their addresses
   * @param documents addresses, by their names, in the order of the report
   */
  record Named(Map<String, String> pictures, Map<String, String> documents) {}

  /** The media type of a picture that a report names; null where it names no such picture. */
  @Nullable String picture(String report, String artifact) throws IOException {
    Named named = of(report);
    String type = named.pictures.get(artifact);
    if (type != null) {
      return type;
    }
    for (String document : named.documents.values()) {
      if (inDocument(document).contains(artifact)) {
        return sniffed(artifact);
      }
    }
    return null;
  }

  /** The address of a document that a report names; null where it names no such document. */
  @Nullable String document(String report, String name) throws IOException {
    return of(report).documents.get(name);
  }

  private Named of(String report) throws IOException {
    Named known = reports.get(report);
    if (known == null) {
      try (InputStream in = store.open(report)) {
        known = named(in);
      }
      reports.put(report, known);
    }
    return known;
  }

  /** Every address in a document. */
  private Set<String> inDocument(String document) throws IOException {
    Set<String> known = documents.get(document);
    if (known == null) {
      known = new HashSet<>();
      try (InputStream in = store.open(document);
          JsonParser parser = JSON.createParser(in)) {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          if (token == JsonToken.VALUE_STRING && ADDRESS.matcher(parser.getText()).matches()) {
            known.add(parser.getText());
          }
        }
      }
      documents.put(document, known);
    }
    return known;
  }

  /** Documents tell no types: only what begins as a picture is one. */
  private @Nullable String sniffed(String artifact) throws IOException {
    byte[] first;
    try (InputStream in = store.open(artifact)) {
      first = in.readNBytes(4);
    }
    if (first.length == 4 && first[1] == 'P' && first[2] == 'N' && first[3] == 'G') {
      return "image/png";
    }
    return first.length == 4 && first[0] == (byte) 0xFF && first[1] == (byte) 0xD8
        ? "image/jpeg"
        : null;
  }

  /**
   * Reads a report as it comes, however long: pictures are the objects with an {@code artifact} and
   * a {@code type}; documents are those of {@code data}.
   */
  static Named named(InputStream report) throws IOException {
    Map<String, String> pictures = new HashMap<>();
    Map<String, String> documents = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(report)) {
      String artifact = null;
      String type = null;
      String name = null;
      boolean data = false;
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
          depth++;
          data = depth == 2 ? "data".equals(parser.currentName()) : data;
        }
        if (token == JsonToken.START_OBJECT) {
          artifact = null;
          type = null;
          name = null;
        } else if (token == JsonToken.VALUE_STRING && "artifact".equals(parser.currentName())) {
          artifact = parser.getText();
        } else if (token == JsonToken.VALUE_STRING && "type".equals(parser.currentName())) {
          type = parser.getText();
        } else if (token == JsonToken.VALUE_STRING && "name".equals(parser.currentName())) {
          name = parser.getText();
        }
        if (token == JsonToken.END_OBJECT && artifact != null) {
          if (isPicture(type)) {
            pictures.put(artifact, type);
          } else if (data && depth == 3 && name != null && name.matches(Report.NAME)) {
            documents.put(name, artifact);
          }
          artifact = null;
        }
        if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
          depth--;
        }
      }
    }
    return new Named(pictures, documents);
  }

  /** Only what a browser shows and never runs. */
  private static boolean isPicture(@Nullable String type) {
    return type != null && type.matches("image/(png|jpeg|gif|webp)");
  }

  private static <T> Map<String, T> remembered(int most) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > most;
          }
        });
  }
}

package dev.telltale.dataset.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.SampleTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file in which the last report of a data set is kept; thread-safe. */
final class StoredReport {
  private static final Logger LOG = LoggerFactory.getLogger(StoredReport.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LOOKED_AT = 1000;

  private final Path file;
  private final String key;
  private @Nullable Instant checkedAt;

  private StoredReport(Path file, String key) {
    this.file = file;
    this.key = key;
  }

  /** Finds the file by the data set's name, directory, and all that is listed of its pictures. */
  static StoredReport of(Path directory, DataSet dataSet) {
    String key = key(dataSet);
    StoredReport stored = new StoredReport(directory.resolve(key + ".json"), key);
    stored.look();
    return stored;
  }

  String key() {
    return key;
  }

  /** When the report was finished; null without one. */
  synchronized @Nullable Instant checkedAt() {
    return checkedAt;
  }

  /** The report as JSON; null without one. */
  synchronized @Nullable String report() {
    if (checkedAt == null) {
      return null;
    }
    try {
      return JSON.readTree(file.toFile()).get("report").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Keeps a report in place of the one before. */
  synchronized void write(CheckReport report, Instant at) {
    try {
      Files.createDirectories(file.getParent());
      Path part = Files.createTempFile(file.getParent(), key, ".part");
      try {
        String before = "{\"checkedAt\":\"" + at + "\",\"report\":";
        Files.write(part, before.getBytes(UTF_8));
        Files.write(part, report.toJson(), StandardOpenOption.APPEND);
        Files.write(part, new byte[] {'}'}, StandardOpenOption.APPEND);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        // Still there only if the disk would not take it all.
        Files.deleteIfExists(part);
      }
      checkedAt = at;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** A report of another version, or half of one, is as good as none. */
  private void look() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      JsonNode kept = JSON.readTree(file.toFile());
      CheckReport.of(JSON.writeValueAsBytes(kept.path("report")));
      checkedAt = Instant.parse(kept.path("checkedAt").asText());
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      LOG.warn("{}: not used: {}", file, e.getMessage());
    }
  }

  private static String key(DataSet dataSet) {
    MessageDigest digest = sha256();
    SampleTable samples = dataSet.samples();
    List<Column> columns = new ArrayList<>(Overview.attributes(samples));
    samples.label().ifPresent(columns::add);
    samples.split().ifPresent(columns::add);
    digest.update(
        (dataSet.name() + '\n' + dataSet.root() + '\n' + columns + samples.groups())
            .getBytes(UTF_8));
    digest.update(dataSet.faults().toString().getBytes(UTF_8));
    // Masks and boxes of the first tell another region, or another table; all would take minutes.
    samples.subList(0, Math.min(LOOKED_AT, samples.size())).stream()
        .map(sample -> sample.mask() + " " + sample.boxes())
        .forEach(regions -> digest.update(regions.getBytes(UTF_8)));
    columns.forEach(column -> digest.update(column.values().toString().getBytes(UTF_8)));
    ByteBuffer codes = ByteBuffer.allocate(Integer.BYTES * columns.size());
    for (int place = 0; place < samples.size(); place++) {
      digest.update(samples.id(place).getBytes(UTF_8));
      codes.clear();
      for (Column column : columns) {
        codes.putInt(samples.code(column, place));
      }
      digest.update(codes.array());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}

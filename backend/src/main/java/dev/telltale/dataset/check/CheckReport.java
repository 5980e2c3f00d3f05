package dev.telltale.dataset.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;

/**
 * All that a check found; {@code schemas/data-check.schema.json} is its schema. It holds no time
 * and no directory: the same data set gives the same report.
 *
 * @param version of this form: {@value #VERSION}
 * @param dataSet its name
 * @param layout how it was read
 * @param overview what its columns tell
 * @param files what opening every file told
 */
public record CheckReport(
    int version, String dataSet, String layout, Overview overview, OpenedFiles files) {
  /** The form's version. */
  public static final int VERSION = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether nothing is wrong: no fault, and no picture in two splits. */
  public boolean clean() {
    return files.faults() == 0 && files.duplicates().acrossSplits() == 0;
  }

  /** As JSON, in UTF-8. */
  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report does not serialise", e);
    }
  }

  /**
   * Reads it back.
   *
   * @throws IllegalArgumentException if it is none, or of another version
   */
  public static CheckReport of(byte[] json) {
    try {
      CheckReport report =
          JSON.readValue(new String(json, StandardCharsets.UTF_8), CheckReport.class);
      if (report.version != VERSION) {
        throw new IllegalArgumentException("a report of version " + report.version);
      }
      return report;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a report: " + e.getOriginalMessage(), e);
    }
  }
}

package dev.telltale.pipeline.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.telltale.audit.AuditProgress;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * How far an audit is at this moment, as its coordinator says on the clustered bus. It may be lost:
 * the next one is a quarter of a second away, and Kafka has what counts.
 *
 * @param audit names it
 * @param retries how often units that were set aside were tried again
 * @param progress how far it is
 * @param partial address of the last report of what is known so far; null before the first
 */
public record LiveAudit(
    String audit, int retries, AuditProgress progress, @Nullable String partial) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  /** To the wire. */
  public JsonObject toJson() {
    try {
      return new JsonObject()
          .put("audit", audit)
          .put("retries", retries)
          .put("progress", MAPPER.writeValueAsString(progress))
          .put("partial", partial);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * From the wire.
   *
   * @throws UncheckedIOException if it is of another version
   */
  public static LiveAudit of(JsonObject json) {
    try {
      return new LiveAudit(
          json.getString("audit"),
          json.getInteger("retries"),
          MAPPER.readValue(json.getString("progress"), AuditProgress.class),
          json.getString("partial"));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.telltale.pipeline.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the index holds it.
 *
 * @param partition of the dead-letter topic
 * @param offset in it
 * @param reason the word on the wire, e.g. {@code not-json}
 * @param detail a sentence
 * @param dataset when the event said so
 * @param id when the event said so
 * @param model when the fault came that late
 * @param source {@code topic/partition/offset} of the rejected record
 * @param bytes size of its value
 * @param at when it was rejected
 */
public record IndexedReject(
    int partition,
    long offset,
    String reason,
    String detail,
    @Nullable String dataset,
    @Nullable String id,
    @Nullable String model,
    String source,
    int bytes,
    Instant at) {

  static IndexedReject read(ResultSet row) throws SQLException {
    return new IndexedReject(
        row.getInt("partition"),
        row.getLong("offset"),
        row.getString("reason"),
        row.getString("detail"),
        row.getString("dataset"),
        row.getString("id"),
        row.getString("model"),
        row.getString("source"),
        row.getInt("bytes"),
        Instant.ofEpochMilli(row.getLong("at")));
  }
}

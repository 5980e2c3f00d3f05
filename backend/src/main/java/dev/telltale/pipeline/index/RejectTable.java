package dev.telltale.pipeline.index;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dead letters of the image index. */
final class RejectTable {
  static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS rejects (partition INTEGER, offset INTEGER, reason TEXT,"
              + " detail TEXT, dataset TEXT, id TEXT, model TEXT, source TEXT, bytes INTEGER,"
              + " at INTEGER, PRIMARY KEY (partition, offset))",
          "CREATE INDEX IF NOT EXISTS rejects_by_reason ON rejects (reason, offset)");

  private final Sqlite file;

  RejectTable(Sqlite file) {
    this.file = file;
  }

  /** One that is there already is ignored. */
  void insert(IndexedReject reject) {
    file.update(
        "INSERT OR IGNORE INTO rejects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        reject.partition(),
        reject.offset(),
        reject.reason(),
        reject.detail(),
        reject.dataset(),
        reject.id(),
        reject.model(),
        reject.source(),
        reject.bytes(),
        reject.at().toEpochMilli());
  }

  Map<String, Long> byReason() {
    Map<String, Long> counts = new HashMap<>();
    file.forEach(
        "SELECT reason, COUNT(*) FROM rejects GROUP BY reason",
        row -> counts.put(row.getString(1), row.getLong(2)));
    return counts;
  }

  List<IndexedReject> page(@Nullable String reason, @Nullable Long before, int limit) {
    Where where = new Where().and("reason = ?", reason).and("offset < ?", before);
    return file.all(
        "SELECT * FROM rejects" + where.sql() + " ORDER BY offset DESC LIMIT " + limit,
        IndexedReject::read,
        where.values());
  }

  Set<String> ids(String dataset, Instant since) {
    return new HashSet<>(
        file.all(
            "SELECT DISTINCT id FROM rejects WHERE dataset = ? AND at >= ? AND id IS NOT NULL",
            row -> row.getString(1),
            dataset,
            since.toEpochMilli()));
  }
}

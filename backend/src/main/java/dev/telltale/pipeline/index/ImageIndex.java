package dev.telltale.pipeline.index;

import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageScore;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A member's own view of {@code telltale.scores} and of the dead letters, in an SQLite file: what
 * pages read, and what tells that an image was scored already. Kafka stays the record: each record
 * is stored together with the offset that follows it, so a restart goes on where it stopped, and a
 * file that is missing or belongs to another Kafka cluster is rebuilt from the start.
 *
 * <p>Calls block on the file: never on an event loop. Thread-safe; one connection, used in turn.
 */
public final class ImageIndex implements AutoCloseable {
  private static final String SCHEMA_VERSION = "1";
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS images (position INTEGER PRIMARY KEY AUTOINCREMENT,"
              + " key TEXT NOT NULL UNIQUE, screening TEXT NOT NULL, right INTEGER,"
              + " scored_at INTEGER NOT NULL, score BLOB NOT NULL)",
          "CREATE INDEX IF NOT EXISTS images_by_screening ON images (screening, right, position)",
          "CREATE INDEX IF NOT EXISTS images_by_right ON images (right, position)",
          "CREATE TABLE IF NOT EXISTS rejects (partition INTEGER, offset INTEGER, reason TEXT,"
              + " detail TEXT, dataset TEXT, id TEXT, at INTEGER, PRIMARY KEY (partition, offset))",
          "CREATE TABLE IF NOT EXISTS positions (topic TEXT, partition INTEGER, next INTEGER,"
              + " PRIMARY KEY (topic, partition))",
          "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT)");
  private static final String SELECT = "SELECT key, position, right, score FROM images ";

  private final Sqlite file;
  private final Judge judge;

  private ImageIndex(Sqlite file, Judge judge) {
    this.file = file;
    this.judge = judge;
  }

  /**
   * Opens the index, or makes it.
   *
   * @param path the SQLite file; its directory is made when missing
   * @param clusterId the Kafka cluster it is a view of
   * @param judge says of each image whether its prediction is right; when its version differs from
   *     the one that the index was written with, the images it speaks of are judged again
   * @throws IndexException when the file is no index, or cannot be written
   */
  public static ImageIndex open(Path path, String clusterId, Judge judge) {
    String identity = SCHEMA_VERSION + "/" + clusterId;
    ImageIndex index = openTables(path, judge);
    try {
      if (index.meta("identity").filter(was -> !was.equals(identity)).isPresent()) {
        index.close();
        Sqlite.delete(path);
        index = openTables(path, judge);
      }
      index.setMeta("identity", identity);
      String judgeName = "judge of " + judge.modelHash();
      if (index.meta(judgeName).filter(was -> !was.equals(judge.version())).isPresent()) {
        index.judgeAgain();
      }
      index.setMeta(judgeName, judge.version());
      return index;
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }

  /** Where reading of each partition goes on; a partition not named starts at its beginning. */
  public synchronized Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    file.forEach(
        "SELECT topic, partition, next FROM positions",
        row -> positions.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)));
    return positions;
  }

  /**
   * Stores a batch of records and where reading goes on, all or nothing.
   *
   * @return the images that were new, in order; one that was there already is ignored
   */
  public synchronized List<IndexedImage> store(
      List<ImageScore> scores, List<IndexedReject> rejects, Map<TopicPartition, Long> next) {
    return file.inTransaction(
        () -> {
          List<IndexedImage> fresh = new ArrayList<>();
          scores.forEach(score -> insert(score).ifPresent(fresh::add));
          rejects.forEach(this::insert);
          next.forEach(
              (partition, offset) ->
                  file.update(
                      "INSERT OR REPLACE INTO positions VALUES (?, ?, ?)",
                      partition.topic(),
                      partition.partition(),
                      offset));
          return fresh;
        });
  }

  /** Which of these keys are in the index. */
  public synchronized Set<ImageKey> known(Collection<ImageKey> keys) {
    Set<ImageKey> known = new HashSet<>();
    for (ImageKey key : keys) {
      file.forEach("SELECT 1 FROM images WHERE key = ?", row -> known.add(key), key.hex());
    }
    return known;
  }

  /** One image. */
  public synchronized Optional<IndexedImage> image(ImageKey key) {
    return file.first(SELECT + "WHERE key = ?", ImageIndex::read, key.hex());
  }

  /**
   * A page of images, newest first.
   *
   * @param screening only of this one; null for all
   * @param right only right or only wrong predictions; null for all
   * @param before only positions below this one; null for the newest page
   * @param limit most images to return
   */
  public synchronized List<IndexedImage> page(
      @Nullable String screening, @Nullable Boolean right, @Nullable Long before, int limit) {
    Where where = Where.matching(screening, right).and("position < ?", before);
    return file.all(
        SELECT + where.sql() + " ORDER BY position DESC LIMIT " + limit,
        ImageIndex::read,
        where.values());
  }

  /** How many images a page's filter matches. */
  public synchronized long count(@Nullable String screening, @Nullable Boolean right) {
    Where where = Where.matching(screening, right);
    return file.first(
            "SELECT COUNT(*) FROM images " + where.sql(), row -> row.getLong(1), where.values())
        .orElseThrow();
  }

  /** Gives every image to a consumer, in the order of arrival. */
  public synchronized void forEach(Consumer<IndexedImage> consumer) {
    file.forEach(SELECT + "ORDER BY position", row -> consumer.accept(read(row)));
  }

  /** Dead letters by reason. */
  public synchronized Map<String, Long> rejectsByReason() {
    Map<String, Long> counts = new HashMap<>();
    file.forEach(
        "SELECT reason, COUNT(*) FROM rejects GROUP BY reason",
        row -> counts.put(row.getString(1), row.getLong(2)));
    return counts;
  }

  /** Ids of a data set's images rejected at or after a moment. */
  public synchronized Set<String> rejectedIds(String dataset, Instant since) {
    return new HashSet<>(
        file.all(
            "SELECT DISTINCT id FROM rejects WHERE dataset = ? AND at >= ? AND id IS NOT NULL",
            row -> row.getString(1),
            dataset,
            since.toEpochMilli()));
  }

  @Override
  public synchronized void close() {
    file.close();
  }

  private static ImageIndex openTables(Path path, Judge judge) {
    Sqlite file = Sqlite.open(path);
    try {
      TABLES.forEach(file::execute);
      return new ImageIndex(file, judge);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private Optional<IndexedImage> insert(ImageScore score) {
    ImageKey key = ImageKey.of(score);
    Boolean right = judge.right(score);
    return file.first(
        "INSERT OR IGNORE INTO images (key, screening, right, scored_at, score)"
            + " VALUES (?, ?, ?, ?, ?) RETURNING position",
        row -> new IndexedImage(key, row.getLong(1), score, right),
        key.hex(),
        score.dataset() + "/" + score.modelHash(),
        bit(right),
        score.scoredAt().toEpochMilli(),
        EventCodec.write(score));
  }

  private void insert(IndexedReject reject) {
    file.update(
        "INSERT OR IGNORE INTO rejects VALUES (?, ?, ?, ?, ?, ?, ?)",
        reject.partition(),
        reject.offset(),
        reject.reason(),
        reject.detail(),
        reject.dataset(),
        reject.id(),
        reject.at().toEpochMilli());
  }

  /** Holds verdicts, not scores: there may be a million. */
  private void judgeAgain() {
    Map<Long, @Nullable Boolean> changed = new HashMap<>();
    forEach(
        image -> {
          if (image.score().modelHash().equals(judge.modelHash())) {
            Boolean right = judge.right(image.score());
            if (!Objects.equals(right, image.right())) {
              changed.put(image.position(), right);
            }
          }
        });
    file.inTransaction(
        () -> {
          changed.forEach(
              (position, right) ->
                  file.update(
                      "UPDATE images SET right = ? WHERE position = ?", bit(right), position));
          return changed.size();
        });
  }

  private static IndexedImage read(ResultSet row) throws SQLException {
    int right = row.getInt(3);
    Boolean known = row.wasNull() ? null : right == 1;
    return new IndexedImage(
        new ImageKey(row.getString(1)),
        row.getLong(2),
        EventCodec.readImageScore(row.getBytes(4)),
        known);
  }

  private Optional<String> meta(String name) {
    return file.first("SELECT value FROM meta WHERE name = ?", row -> row.getString(1), name);
  }

  private void setMeta(String name, String value) {
    file.update("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value);
  }

  private static @Nullable Integer bit(@Nullable Boolean value) {
    return value == null ? null : Integer.valueOf(value ? 1 : 0);
  }

  /** Conditions that are left out when their value is null. */
  private record Where(List<String> conditions, List<Object> bound) {
    static Where matching(@Nullable String screening, @Nullable Boolean right) {
      return new Where(new ArrayList<>(), new ArrayList<>())
          .and("screening = ?", screening)
          .and("right = ?", bit(right));
    }

    Where and(String condition, @Nullable Object value) {
      if (value != null) {
        conditions.add(condition);
        bound.add(value);
      }
      return this;
    }

    String sql() {
      return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    }

    Object[] values() {
      return bound.toArray();
    }
  }
}

package dev.telltale.pipeline.index;

import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageScore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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

  private final Connection connection;
  private final Judge judge;

  private ImageIndex(Connection connection, Judge judge) {
    this.connection = connection;
    this.judge = judge;
  }

  /**
   * Opens the index, or makes it.
   *
   * @param file the SQLite file; its directory is made when missing
   * @param clusterId the Kafka cluster it is a view of
   * @param judge says of each image whether its prediction is right; when its version differs from
   *     the one that the index was written with, the images it speaks of are judged again
   */
  public static ImageIndex open(Path file, String clusterId, Judge judge) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      ImageIndex index = new ImageIndex(connect(file), judge);
      index.createTables();
      String identity = SCHEMA_VERSION + "/" + clusterId;
      if (!identity.equals(index.meta("identity").orElse(identity))) {
        index.close();
        delete(file);
        index = new ImageIndex(connect(file), judge);
        index.createTables();
      }
      index.setMeta("identity", identity);
      String judgeName = "judge of " + judge.modelHash();
      if (!judge.version().equals(index.meta(judgeName).orElse(judge.version()))) {
        index.judgeAgain();
      }
      index.setMeta(judgeName, judge.version());
      return index;
    } catch (SQLException e) {
      throw new IndexException(file + ": cannot be used as image index: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be made: " + e.getMessage(), e);
    }
  }

  /** Where reading of each partition goes on; a partition not named starts at its beginning. */
  public synchronized Map<TopicPartition, Long> positions() {
    return query(
        "SELECT topic, partition, next FROM positions",
        rows -> {
          Map<TopicPartition, Long> positions = new HashMap<>();
          while (rows.next()) {
            positions.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
          }
          return positions;
        });
  }

  /**
   * Stores a batch of records and where reading goes on, all or nothing.
   *
   * @return the images that were new, in order; one that was there already is ignored
   */
  public synchronized List<IndexedImage> store(
      List<ImageScore> scores, List<IndexedReject> rejects, Map<TopicPartition, Long> next) {
    List<IndexedImage> fresh = new ArrayList<>();
    return inTransaction(
        () -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT OR IGNORE INTO images (key, screening, right, scored_at, score)"
                      + " VALUES (?, ?, ?, ?, ?)",
                  Statement.RETURN_GENERATED_KEYS)) {
            for (ImageScore score : scores) {
              insertImage(insert, score).ifPresent(fresh::add);
            }
          }
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT OR IGNORE INTO rejects VALUES (?,?,?,?,?,?,?)")) {
            for (IndexedReject reject : rejects) {
              insertReject(insert, reject);
            }
          }
          try (PreparedStatement put =
              connection.prepareStatement("INSERT OR REPLACE INTO positions VALUES (?, ?, ?)")) {
            for (Map.Entry<TopicPartition, Long> position : next.entrySet()) {
              put.setString(1, position.getKey().topic());
              put.setInt(2, position.getKey().partition());
              put.setLong(3, position.getValue());
              put.addBatch();
            }
            put.executeBatch();
          }
          return fresh;
        });
  }

  /** Which of these keys are in the index. */
  public synchronized Set<ImageKey> known(Collection<ImageKey> keys) {
    return guarded(
        () -> {
          Set<ImageKey> known = new HashSet<>();
          try (PreparedStatement find =
              connection.prepareStatement("SELECT 1 FROM images WHERE key = ?")) {
            for (ImageKey key : keys) {
              find.setString(1, key.hex());
              try (ResultSet rows = find.executeQuery()) {
                if (rows.next()) {
                  known.add(key);
                }
              }
            }
          }
          return known;
        });
  }

  /** One image. */
  public synchronized Optional<IndexedImage> image(ImageKey key) {
    return images("WHERE key = ?", List.of(key.hex())).stream().findFirst();
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
    Where where = new Where().and("screening = ?", screening).and("right = ?", bit(right));
    where.and("position < ?", before);
    return images(where.sql() + " ORDER BY position DESC LIMIT " + limit, where.values());
  }

  /** How many images a page's filter matches. */
  public synchronized long count(@Nullable String screening, @Nullable Boolean right) {
    Where where = new Where().and("screening = ?", screening).and("right = ?", bit(right));
    return guarded(
        () -> {
          try (PreparedStatement count =
              connection.prepareStatement("SELECT COUNT(*) FROM images " + where.sql())) {
            bind(count, where.values());
            try (ResultSet rows = count.executeQuery()) {
              return rows.getLong(1);
            }
          }
        });
  }

  /** Gives every image to a consumer, in the order of arrival. */
  public synchronized void forEach(Consumer<IndexedImage> consumer) {
    query(
        "SELECT key, position, right, score FROM images ORDER BY position",
        rows -> {
          while (rows.next()) {
            consumer.accept(read(rows));
          }
          return null;
        });
  }

  /** Dead letters by reason. */
  public synchronized Map<String, Long> rejectsByReason() {
    return query(
        "SELECT reason, COUNT(*) FROM rejects GROUP BY reason",
        rows -> {
          Map<String, Long> counts = new HashMap<>();
          while (rows.next()) {
            counts.put(rows.getString(1), rows.getLong(2));
          }
          return counts;
        });
  }

  /** Ids of a data set's images rejected at or after a moment. */
  public synchronized Set<String> rejectedIds(String dataset, Instant since) {
    return guarded(
        () -> {
          Set<String> ids = new HashSet<>();
          try (PreparedStatement find =
              connection.prepareStatement(
                  "SELECT DISTINCT id FROM rejects WHERE dataset = ? AND at >= ?")) {
            find.setString(1, dataset);
            find.setLong(2, since.toEpochMilli());
            try (ResultSet rows = find.executeQuery()) {
              while (rows.next()) {
                ids.add(rows.getString(1));
              }
            }
          }
          return ids;
        });
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IndexException("image index: cannot be closed: " + e.getMessage(), e);
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      // A lost tail after a power cut is read again from Kafka: positions are lost with it.
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("PRAGMA cache_size = -16000");
    }
    return connection;
  }

  private static void delete(Path file) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
    }
  }

  private void createTables() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS images (position INTEGER PRIMARY KEY AUTOINCREMENT,"
              + " key TEXT NOT NULL UNIQUE, screening TEXT NOT NULL, right INTEGER,"
              + " scored_at INTEGER NOT NULL, score BLOB NOT NULL)");
      statement.execute(
          "CREATE INDEX IF NOT EXISTS images_by_screening ON images (screening, right, position)");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS rejects (partition INTEGER, offset INTEGER, reason TEXT,"
              + " detail TEXT, dataset TEXT, id TEXT, at INTEGER, PRIMARY KEY (partition, offset))");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS positions (topic TEXT, partition INTEGER, next INTEGER,"
              + " PRIMARY KEY (topic, partition))");
      statement.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT)");
    }
  }

  private Optional<IndexedImage> insertImage(PreparedStatement insert, ImageScore score)
      throws SQLException {
    ImageKey key = ImageKey.of(score);
    Boolean right = judge.right(score);
    insert.setString(1, key.hex());
    insert.setString(2, score.dataset() + "/" + score.modelHash());
    insert.setObject(3, bit(right));
    insert.setLong(4, score.scoredAt().toEpochMilli());
    insert.setBytes(5, EventCodec.write(score));
    if (insert.executeUpdate() == 0) {
      return Optional.empty();
    }
    try (ResultSet generated = insert.getGeneratedKeys()) {
      return Optional.of(new IndexedImage(key, generated.getLong(1), score, right));
    }
  }

  private static void insertReject(PreparedStatement insert, IndexedReject reject)
      throws SQLException {
    insert.setInt(1, reject.partition());
    insert.setLong(2, reject.offset());
    insert.setString(3, reject.reason());
    insert.setString(4, reject.detail());
    insert.setString(5, reject.dataset());
    insert.setString(6, reject.id());
    insert.setLong(7, reject.at().toEpochMilli());
    insert.executeUpdate();
  }

  private void judgeAgain() {
    List<IndexedImage> changed = new ArrayList<>();
    forEach(
        image -> {
          if (!image.score().modelHash().equals(judge.modelHash())) {
            return;
          }
          Boolean right = judge.right(image.score());
          if (!Objects.equals(right, image.right())) {
            changed.add(new IndexedImage(image.key(), image.position(), image.score(), right));
          }
        });
    inTransaction(
        () -> {
          try (PreparedStatement update =
              connection.prepareStatement("UPDATE images SET right = ? WHERE position = ?")) {
            for (IndexedImage image : changed) {
              update.setObject(1, bit(image.right()));
              update.setLong(2, image.position());
              update.executeUpdate();
            }
          }
          return null;
        });
  }

  private List<IndexedImage> images(String rest, List<Object> values) {
    return guarded(
        () -> {
          List<IndexedImage> images = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement("SELECT key, position, right, score FROM images " + rest)) {
            bind(select, values);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                images.add(read(rows));
              }
            }
          }
          return images;
        });
  }

  private static IndexedImage read(ResultSet rows) throws SQLException {
    int right = rows.getInt(3);
    Boolean known = rows.wasNull() ? null : right == 1;
    return new IndexedImage(
        new ImageKey(rows.getString(1)),
        rows.getLong(2),
        EventCodec.readImageScore(rows.getBytes(4)),
        known);
  }

  private Optional<String> meta(String name) {
    return guarded(
        () -> {
          try (PreparedStatement find =
              connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
            find.setString(1, name);
            try (ResultSet rows = find.executeQuery()) {
              return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
          }
        });
  }

  private void setMeta(String name, String value) {
    guarded(
        () -> {
          try (PreparedStatement put =
              connection.prepareStatement("INSERT OR REPLACE INTO meta VALUES (?, ?)")) {
            put.setString(1, name);
            put.setString(2, value);
            return put.executeUpdate();
          }
        });
  }

  private static @Nullable Integer bit(@Nullable Boolean value) {
    return value == null ? null : value ? 1 : 0;
  }

  private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  private <T> T query(String sql, SqlFunction<ResultSet, T> reader) {
    return guarded(
        () -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(sql)) {
            return reader.apply(rows);
          }
        });
  }

  private <T> T inTransaction(SqlCall<T> call) {
    return guarded(
        () -> {
          connection.setAutoCommit(false);
          try {
            T result = call.run();
            connection.commit();
            return result;
          } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
          } finally {
            connection.setAutoCommit(true);
          }
        });
  }

  private static <T> T guarded(SqlCall<T> call) {
    try {
      return call.run();
    } catch (SQLException e) {
      throw new IndexException(
          "image index: " + e.getMessage() + "; is the disk full? Deleting it rebuilds it.", e);
    }
  }

  private interface SqlCall<T> {
    T run() throws SQLException;
  }

  private interface SqlFunction<A, T> {
    T apply(A argument) throws SQLException;
  }

  /** Conditions that are left out when their value is null. */
  private static final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Where and(String condition, @Nullable Object value) {
      if (value != null) {
        conditions.add(condition);
        values.add(value);
      }
      return this;
    }

    String sql() {
      return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    }

    List<Object> values() {
      return values;
    }
  }
}

package dev.telltale.pipeline.index;

import dev.telltale.kafka.event.ImageScore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private static final String SCHEMA_VERSION = "4";
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS positions (topic TEXT, partition INTEGER, next INTEGER,"
              + " PRIMARY KEY (topic, partition))",
          "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT)");

  private final Sqlite file;
  private final ImageTable images;
  private final ImageList list;
  private final RejectTable rejects;

  private ImageIndex(Sqlite file, Judge judge) {
    this.file = file;
    this.images = new ImageTable(file, judge);
    this.list = new ImageList(file);
    this.rejects = new RejectTable(file);
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
        index.images.judgeAgain();
      }
      index.setMeta(judgeName, judge.version());
      index.list.readAll();
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
      List<ImageScore> scores, List<IndexedReject> letters, Map<TopicPartition, Long> next) {
    List<IndexedImage> stored =
        file.inTransaction(
            () -> {
              List<IndexedImage> fresh = new ArrayList<>();
              scores.forEach(score -> images.insert(score).ifPresent(fresh::add));
              letters.forEach(rejects::insert);
              next.forEach(
                  (partition, offset) ->
                      file.update(
                          "INSERT OR REPLACE INTO positions VALUES (?, ?, ?)",
                          partition.topic(),
                          partition.partition(),
                          offset));
              return fresh;
            });
    stored.forEach(list::add);
    return stored;
  }

  /** Which of these keys are in the index. */
  public synchronized Set<ImageKey> known(Collection<ImageKey> keys) {
    Set<ImageKey> known = new HashSet<>(keys);
    known.removeIf(key -> !images.has(key));
    return known;
  }

  /** Those of these images that are in the index. */
  public synchronized Map<ImageKey, IndexedImage> images(Collection<ImageKey> keys) {
    Map<ImageKey, IndexedImage> found = new HashMap<>();
    for (ImageKey key : keys) {
      image(key).ifPresent(image -> found.put(key, image));
    }
    return found;
  }

  /** One image. */
  public synchronized Optional<IndexedImage> image(ImageKey key) {
    return images.image(key);
  }

  /** How many images there are: an {@code asOf} that a list can stand still at. */
  public synchronized long newest() {
    return list.size();
  }

  /**
   * A page of images.
   *
   * @param after only images after this place in the order; null for the first page
   * @param limit most images to return
   */
  public synchronized List<IndexedImage> page(
      ImageFilter filter, ImageSort sort, ImageSort.@Nullable Place after, int limit) {
    return page(filter, sort, after, Long.MAX_VALUE, limit);
  }

  /**
   * A page of a list that stands still while images arrive.
   *
   * @param after only images after this place in the order; null for the first page
   * @param asOf what {@link #newest} was when the list was begun
   * @param limit most images to return
   */
  public synchronized List<IndexedImage> page(
      ImageFilter filter, ImageSort sort, ImageSort.@Nullable Place after, long asOf, int limit) {
    return list.page(filter, sort, after, false, asOf, limit);
  }

  /**
   * A page anywhere in a list that stands still while images arrive.
   *
   * @param offset number of images before it in the list
   * @param asOf what {@link #newest} was when the list was begun
   * @param limit most images to return
   */
  public synchronized List<IndexedImage> page(
      ImageFilter filter, ImageSort sort, long offset, long asOf, int limit) {
    return list.page(filter, sort, offset, asOf, limit);
  }

  /** How many images a filter matches. */
  public synchronized long count(ImageFilter filter) {
    return count(filter, Long.MAX_VALUE);
  }

  /** How many images a filter matched when {@link #newest} was {@code asOf}. */
  public synchronized long count(ImageFilter filter, long asOf) {
    return list.count(filter, asOf);
  }

  /** Where an image stands in an order; empty when the filter leaves it out. */
  public synchronized Optional<ImageSort.Place> place(
      ImageKey key, ImageFilter filter, ImageSort sort) {
    return images.row(key).map(row -> list.place(row, filter, sort));
  }

  /**
   * The images next to one in the list that filter and order make.
   *
   * @return before and after it; null at an end, and both null when the list does not hold it
   */
  public synchronized Neighbours neighbours(ImageKey key, ImageFilter filter, ImageSort sort) {
    return place(key, filter, sort)
        .map(
            place ->
                new Neighbours(next(filter, sort, place, true), next(filter, sort, place, false)))
        .orElse(new Neighbours(null, null));
  }

  /**
   * Images beside one in a list.
   *
   * @param previous key in hex
   * @param next key in hex
   */
  public record Neighbours(@Nullable String previous, @Nullable String next) {}

  private @Nullable String next(
      ImageFilter filter, ImageSort sort, ImageSort.Place place, boolean reverse) {
    return list.page(filter, sort, place, reverse, Long.MAX_VALUE, 1).stream()
        .map(image -> image.key().hex())
        .findFirst()
        .orElse(null);
  }

  /** Gives every image to a consumer, in the order of arrival. */
  public synchronized void forEach(Consumer<IndexedImage> consumer) {
    images.forEach(consumer);
  }

  /** Dead letters by reason. */
  public synchronized Map<String, Long> rejectsByReason() {
    return rejects.byReason();
  }

  /**
   * A page of dead letters, newest first.
   *
   * @param reason only this one; null for all
   * @param before only offsets below this one; null for the newest page
   */
  public synchronized List<IndexedReject> rejects(
      @Nullable String reason, @Nullable Long before, int limit) {
    return rejects.page(reason, before, limit);
  }

  /** Ids of a data set's images rejected at or after a moment. */
  public synchronized Set<String> rejectedIds(String dataset, Instant since) {
    return rejects.ids(dataset, since);
  }

  @Override
  public synchronized void close() {
    file.close();
  }

  private static ImageIndex openTables(Path path, Judge judge) {
    Sqlite file = Sqlite.open(path);
    try {
      TABLES.forEach(file::execute);
      ImageTable.TABLES.forEach(file::execute);
      RejectTable.TABLES.forEach(file::execute);
      return new ImageIndex(file, judge);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private Optional<String> meta(String name) {
    return file.first("SELECT value FROM meta WHERE name = ?", row -> row.getString(1), name);
  }

  private void setMeta(String name, String value) {
    file.update("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value);
  }
}

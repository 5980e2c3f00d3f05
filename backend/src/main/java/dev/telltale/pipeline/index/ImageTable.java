package dev.telltale.pipeline.index;

import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageScore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The scored images of the image index, in the order of their arrival. */
final class ImageTable {
  static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS images (position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
              + " screening TEXT NOT NULL, right INTEGER, label TEXT, predicted TEXT NOT NULL,"
              + " grp TEXT, confidence REAL NOT NULL, mask_score REAL, spuriosity REAL, percentile REAL,"
              + " scored_at INTEGER NOT NULL)",
          "CREATE TABLE IF NOT EXISTS scores (position INTEGER PRIMARY KEY, score BLOB NOT NULL)");

  private final Sqlite file;
  private final Judge judge;

  ImageTable(Sqlite file, Judge judge) {
    this.file = file;
    this.judge = judge;
  }

  /** The image if it is new; empty if it was there already. */
  Optional<IndexedImage> insert(ImageScore score) {
    ImageKey key = ImageKey.of(score);
    Boolean right = judge.right(score);
    Optional<IndexedImage> inserted =
        file.first(
            "INSERT OR IGNORE INTO images (key, screening, right, label, predicted, grp, confidence,"
                + " mask_score, spuriosity, percentile, scored_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING position",
            row -> new IndexedImage(key, row.getLong(1), score, right),
            key.hex(),
            score.dataset() + "/" + score.modelHash(),
            bit(right),
            score.label(),
            score.predicted(),
            ImageList.group(score),
            score.confidence(),
            score.maskScore(),
            score.spuriosity(),
            score.rankPercentile(),
            score.scoredAt().toEpochMilli());
    inserted.ifPresent(
        image ->
            file.update(
                "INSERT INTO scores VALUES (?, ?)", image.position(), EventCodec.write(score)));
    return inserted;
  }

  boolean has(ImageKey key) {
    return file.first("SELECT 1 FROM images WHERE key = ?", row -> true, key.hex()).isPresent();
  }

  Optional<IndexedImage> image(ImageKey key) {
    return file.first(IndexedImage.SELECT + " WHERE key = ?", IndexedImage::read, key.hex());
  }

  /** How many arrived before it. */
  Optional<Integer> row(ImageKey key) {
    return file.first(
        "SELECT position FROM images WHERE key = ?", row -> row.getInt(1) - 1, key.hex());
  }

  void forEach(Consumer<IndexedImage> consumer) {
    file.forEach(
        IndexedImage.SELECT + " ORDER BY position", row -> consumer.accept(IndexedImage.read(row)));
  }

  /** Holds verdicts, not scores: there may be a million. */
  void judgeAgain() {
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

  private static @Nullable Integer bit(@Nullable Boolean value) {
    return value == null ? null : Integer.valueOf(value ? 1 : 0);
  }
}

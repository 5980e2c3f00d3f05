package dev.telltale.pipeline.index;

import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageScore;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A score as the index holds it.
 *
 * @param key what identifies it
 * @param position its place in the order of arrival; pages go by it
 * @param score the record from {@code telltale.scores}
 * @param right whether the prediction means the label, by the data set's class map; null when that
 *     cannot be said
 */
public record IndexedImage(ImageKey key, long position, ImageScore score, @Nullable Boolean right) {

  static final String SELECT =
      "SELECT key, position, right, score FROM images JOIN scores USING (position)";

  static IndexedImage read(ResultSet row) throws SQLException {
    int right = row.getInt(3);
    Boolean known = row.wasNull() ? null : right == 1;
    return new IndexedImage(
        new ImageKey(row.getString(1)),
        row.getLong(2),
        EventCodec.readImageScore(row.getBytes(4)),
        known);
  }

  /** {@code dataset/modelHash}. */
  public String screening() {
    return score.dataset() + "/" + score.modelHash();
  }
}

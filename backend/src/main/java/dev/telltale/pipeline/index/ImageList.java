package dev.telltale.pipeline.index;

import dev.telltale.pipeline.index.ImageSort.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists over the image index: filtered, sorted, a page at a time. Pages go by the place of their
 * last image, not by number, so that they neither skip nor repeat while images arrive.
 */
final class ImageList {
  private static final int COUNTS_KEPT = 200;

  private final Sqlite file;
  private final Map<ImageFilter, Counted> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageFilter, Counted> eldest) {
          return size() > COUNTS_KEPT;
        }
      };

  ImageList(Sqlite file) {
    this.file = file;
  }

  private record Counted(long images, long upTo) {}

  List<IndexedImage> page(
      ImageFilter filter, ImageSort sort, @Nullable Place after, boolean reverse, int limit) {
    Where where = filter.where();
    if (after != null) {
      where = sort.after(where, after, reverse);
    }
    // The narrow table is searched first; scores, a kilobyte each, are read for the page only.
    String places =
        "SELECT position FROM images" + where.sql() + sort.orderBy(reverse) + " LIMIT " + limit;
    return file.all(
        IndexedImage.SELECT + " WHERE position IN (" + places + ")" + sort.orderBy(reverse),
        IndexedImage::read,
        where.values());
  }

  /** Where an image stands in an order; empty when the filter leaves it out. */
  Optional<Place> place(ImageKey key, ImageFilter filter, ImageSort sort) {
    Where where = filter.where().and("key = ?", key.hex());
    return file.first(
        "SELECT " + sort.value() + ", position FROM images" + where.sql(),
        row -> new Place(row.getDouble(1), row.getLong(2)),
        where.values());
  }

  /** Counts what came since it was last asked: images are added, never changed or removed. */
  long count(ImageFilter filter) {
    Counted before = counts.getOrDefault(filter, new Counted(0, 0));
    long newest =
        file.first("SELECT COALESCE(MAX(position), 0) FROM images", row -> row.getLong(1))
            .orElseThrow();
    if (newest > before.upTo()) {
      Where where =
          filter.where().andAll("position > ?", before.upTo()).andAll("position <= ?", newest);
      long added =
          file.first(
                  "SELECT COUNT(*) FROM images" + where.sql(),
                  row -> row.getLong(1),
                  where.values())
              .orElseThrow();
      before = new Counted(before.images() + added, newest);
      counts.put(filter, before);
    }
    return before.images();
  }
}

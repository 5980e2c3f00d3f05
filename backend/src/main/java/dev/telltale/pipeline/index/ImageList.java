package dev.telltale.pipeline.index;

import dev.telltale.kafka.event.ImageScore;
import dev.telltale.pipeline.index.ImageSort.Place;
import dev.telltale.screening.RunningMetrics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists over the image index: filtered, sorted, a page at a time. A page goes by the place of the
 * image before it, or by number in a list that stands still.
 */
final class ImageList {
  private static final int COUNTS_KEPT = 200;

  private final Sqlite file;
  private final Columns columns = new Columns();
  private final Map<Part, Long> counts = new Recent<>(COUNTS_KEPT);

  ImageList(Sqlite file) {
    this.file = file;
  }

  private record Part(ImageFilter filter, int rows) {}

  /** The last few that were asked for. Images are added, never changed: what was found stays. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int kept;

    Recent(int kept) {
      super(16, 0.75f, true);
      this.kept = kept;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > kept;
    }
  }

  /** Takes in every image of the file. */
  void readAll() {
    file.forEach(
        "SELECT position, screening, label, predicted, grp, right, confidence, mask_score,"
            + " spuriosity, percentile, scored_at FROM images ORDER BY position",
        row -> {
          Number right = (Number) row.getObject(6);
          columns.add(
              row.getLong(1),
              new Columns.Kind(
                  row.getString(2),
                  row.getString(3),
                  row.getString(5),
                  right == null ? null : right.intValue() == 1),
              row.getString(4),
              row.getDouble(7),
              number(row, 8),
              number(row, 9),
              number(row, 10),
              row.getLong(11));
        });
  }

  /** Takes in an image that was stored. */
  void add(IndexedImage image) {
    ImageScore score = image.score();
    columns.add(
        image.position(),
        new Columns.Kind(image.screening(), score.label(), group(score), image.right()),
        score.predicted(),
        score.confidence(),
        score.maskScore(),
        score.spuriosity(),
        score.rankPercentile(),
        score.scoredAt().toEpochMilli());
  }

  private static @Nullable Double number(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }

  /** Name of the group that an image is in; null without a label. */
  static @Nullable String group(ImageScore score) {
    return score.label() == null ? null : RunningMetrics.groupName(score.label(), score.groups());
  }

  /** How many images there are. */
  long size() {
    return columns.rows();
  }

  /** Images after a place, or, reversed, those before it, the closest first. */
  List<IndexedImage> page(
      ImageFilter filter,
      ImageSort sort,
      @Nullable Place after,
      boolean reverse,
      long asOf,
      int limit) {
    boolean rising = sort.rising() != reverse;
    Columns.Match match = columns.match(filter);
    return images(
        sort.byArrival()
            ? arrived(match, after, rising, rows(asOf), limit)
            : best(match, sort, after, rising, rows(asOf), limit));
  }

  /** Images from a number on. */
  List<IndexedImage> page(ImageFilter filter, ImageSort sort, long offset, long asOf, int limit) {
    int[] rows = matching(filter, rows(asOf));
    int from = (int) Math.min(offset, rows.length);
    int to = Math.min(rows.length, from + limit);
    if (sort.rising()) {
      return images(SortedRows.part(rows, sort, columns, from, to));
    }
    List<Integer> falling =
        new ArrayList<>(SortedRows.part(rows, sort, columns, rows.length - to, rows.length - from));
    Collections.reverse(falling);
    return images(falling);
  }

  long count(ImageFilter filter, long asOf) {
    if (filter.byKind() && asOf >= columns.rows()) {
      return columns.ofKinds(filter);
    }
    return counts.computeIfAbsent(new Part(filter, rows(asOf)), this::count);
  }

  private long count(Part part) {
    Columns.Match match = columns.match(part.filter());
    long count = 0;
    for (int row = 0; row < part.rows(); row++) {
      if (match.test(row)) {
        count++;
      }
    }
    return count;
  }

  /** Where a row stands in an order; null when the filter leaves it out. */
  @Nullable Place place(int row, ImageFilter filter, ImageSort sort) {
    return columns.match(filter).test(row) ? new Place(sort.value(columns, row), row + 1L) : null;
  }

  private int rows(long asOf) {
    return (int) Math.min(asOf, columns.rows());
  }

  private int[] matching(ImageFilter filter, int rows) {
    Columns.Match match = columns.match(filter);
    int[] found = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (match.test(row)) {
        found[count++] = row;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static List<Integer> arrived(
      Columns.Match match, @Nullable Place after, boolean rising, int rows, int limit) {
    List<Integer> found = new ArrayList<>();
    int step = rising ? 1 : -1;
    int row = rising ? 0 : rows - 1;
    if (after != null) {
      long beside = after.position() - 1 + step;
      row = (int) (rising ? Math.max(row, beside) : Math.min(row, beside));
    }
    for (; row >= 0 && row < rows && found.size() < limit; row += step) {
      if (match.test(row)) {
        found.add(row);
      }
    }
    return found;
  }

  /** The first of all that come after a place, by one pass that keeps the best so far. */
  private List<Integer> best(
      Columns.Match match,
      ImageSort sort,
      @Nullable Place after,
      boolean rising,
      int rows,
      int limit) {
    Comparator<Integer> up =
        (a, b) -> {
          int byValue = Double.compare(sort.value(columns, a), sort.value(columns, b));
          return byValue != 0 ? byValue : Integer.compare(a, b);
        };
    Comparator<Integer> order = rising ? up : up.reversed();
    PriorityQueue<Integer> best = new PriorityQueue<>(order.reversed());
    for (int row = 0; row < rows; row++) {
      if (!match.test(row) || (after != null && !comesAfter(row, after, sort, rising))) {
        continue;
      }
      if (best.size() < limit) {
        best.add(row);
      } else if (order.compare(row, best.element()) < 0) {
        best.remove();
        best.add(row);
      }
    }
    List<Integer> found = new ArrayList<>(best);
    Collections.sort(found, order);
    return found;
  }

  private boolean comesAfter(int row, Place place, ImageSort sort, boolean rising) {
    int byValue = Double.compare(sort.value(columns, row), place.value());
    int order = byValue != 0 ? byValue : Long.compare(row + 1L, place.position());
    return rising ? order > 0 : order < 0;
  }

  /** Scores, a kilobyte each, are read for the page only. */
  private List<IndexedImage> images(List<Integer> rows) {
    String positions =
        rows.stream().map(row -> Long.toString(row + 1L)).collect(Collectors.joining(","));
    Map<Long, IndexedImage> found = new HashMap<>();
    file.all(IndexedImage.SELECT + " WHERE position IN (" + positions + ")", IndexedImage::read)
        .forEach(image -> found.put(image.position(), image));
    return rows.stream().map(row -> found.get(row + 1L)).toList();
  }
}

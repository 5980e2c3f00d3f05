package dev.telltale.cli.bench;

import dev.telltale.kafka.event.Attention;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.Source;
import dev.telltale.pipeline.index.ImageFilter;
import dev.telltale.pipeline.index.ImageIndex;
import dev.telltale.pipeline.index.ImageSort;
import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.index.Judge;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a long list of images, with their totals, as the dashboard asks for them. The
 * straightforward way beside it: SQL that sorts, skips and counts, on the same file.
 */
final class ImagePages implements AutoCloseable {
  private static final int PAGE = 100;
  private static final int BATCH = 20_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ImageIndex index;
  private final Connection sql;
  private final RandomGenerator random;
  private final int images;
  private final int rounds;

  /**
   * Fills an index.
   *
   * @param images how many
   * @param rounds how often each page is read
   */
  ImagePages(Path file, int images, int rounds) {
    this.images = images;
    this.rounds = rounds;
    this.index = ImageIndex.open(file, "bench", new ByName());
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int from = 0; from < images; from += BATCH) {
      List<ImageScore> batch = new ArrayList<>(BATCH);
      for (int i = from; i < Math.min(images, from + BATCH); i++) {
        batch.add(score(i, random));
      }
      index.store(batch, List.of(), Map.of());
    }
    try {
      this.sql = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A list: what is asked of the index, and the same in SQL. */
  private record Listed(ImageFilter filter, ImageSort sort, String where, String orderBy) {}

  /** Tells median and worst milliseconds of first, middle and last page of each list. */
  void figures(Consumer<Figure> told) {
    lists()
        .forEach(
            (name, list) -> {
              long total = index.count(list.filter());
              Map<String, Long> offsets = new LinkedHashMap<>();
              offsets.put("first", 0L);
              offsets.put("middle", total / 2);
              offsets.put("last", Math.max(0, total - PAGE));
              offsets.forEach((page, offset) -> measure(name + ", " + page, list, offset, told));
            });
  }

  private void measure(String name, Listed list, long offset, Consumer<Figure> told) {
    double[] ours = new double[rounds];
    for (int i = -1; i < rounds; i++) {
      // One image more: nothing that was counted or sorted for the page before can be used.
      index.store(List.of(score((int) index.newest(), random)), List.of(), Map.of());
      double millis = millis(() -> page(list, offset, index.newest()));
      if (i >= 0) {
        ours[i] = millis;
      }
    }
    // Seconds each: once is enough to compare with.
    double theirs = millis(() -> plain(list, offset));
    String what = images + " images, " + name + " page and total";
    double median = median(ours);
    told.accept(new Figure("images", what + ", median", median, "ms", theirs, median / theirs));
    told.accept(new Figure("images", what + ", worst", max(ours), "ms", null, null));
  }

  private long page(Listed list, long offset, long asOf) {
    List<IndexedImage> page =
        offset == 0
            ? index.page(list.filter(), list.sort(), null, asOf, PAGE)
            : index.page(list.filter(), list.sort(), offset, asOf, PAGE);
    return page.size() + index.count(list.filter(), asOf);
  }

  private long plain(Listed list, long offset) {
    try (Statement statement = sql.createStatement()) {
      long bytes = 0;
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT score FROM images JOIN scores USING (position)"
                  + list.where()
                  + " ORDER BY "
                  + list.orderBy()
                  + " LIMIT "
                  + PAGE
                  + " OFFSET "
                  + offset)) {
        while (rows.next()) {
          bytes += rows.getBytes(1).length;
        }
      }
      try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM images" + list.where())) {
        return bytes + count.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Listed> lists() {
    ImageFilter wrong = filter(null, null, false, null, null);
    ImageFilter rare = filter("class-0", null, null, null, null);
    ImageFilter group = filter(null, "class-1, place=sea", null, 0.2, 0.9);
    ImageFilter looksAside = filter(null, null, false, null, 0.5);
    Map<String, Listed> lists = new LinkedHashMap<>();
    lists.put("all, newest", new Listed(ImageFilter.ALL, ImageSort.NEWEST, "", "position DESC"));
    lists.put(
        "all, lowest confidence",
        new Listed(ImageFilter.ALL, ImageSort.LOWEST_CONFIDENCE, "", "confidence, position"));
    lists.put(
        "all, highest mask score",
        new Listed(
            ImageFilter.ALL,
            ImageSort.HIGHEST_MASK_SCORE,
            "",
            "COALESCE(mask_score, -1) DESC, position DESC"));
    lists.put(
        "a rare class, oldest",
        new Listed(rare, ImageSort.OLDEST, " WHERE predicted = 'class-0'", "position"));
    lists.put(
        "wrong, highest confidence",
        new Listed(
            wrong,
            ImageSort.HIGHEST_CONFIDENCE,
            " WHERE right = 0",
            "confidence DESC, position DESC"));
    lists.put(
        "a group between two confidences, lowest mask score",
        new Listed(
            group,
            ImageSort.LOWEST_MASK_SCORE,
            " WHERE grp = 'class-1, place=sea' AND confidence >= 0.2 AND confidence <= 0.9",
            "COALESCE(mask_score, 2), position"));
    lists.put(
        "wrong and sure at most 0.5, newest",
        new Listed(
            looksAside,
            ImageSort.NEWEST,
            " WHERE right = 0 AND confidence <= 0.5",
            "position DESC"));
    return lists;
  }

  private static ImageFilter filter(
      @Nullable String predicted,
      @Nullable String group,
      @Nullable Boolean right,
      @Nullable Double least,
      @Nullable Double most) {
    return new ImageFilter(
        null, null, predicted, group, right, least, most, null, null, null, null, null, null);
  }

  /** A thousand classes, the lower the rarer; two places; three of four have a mask. */
  private static ImageScore score(int i, RandomGenerator random) {
    int predicted = (int) (1000 * Math.sqrt(random.nextDouble()));
    boolean right = random.nextInt(4) > 0;
    Double mask = random.nextInt(4) == 0 ? null : random.nextDouble();
    Instant at = START.plusMillis(10L * i);
    return new ImageScore(
        "images/%07d.jpg".formatted(i),
        "photographs",
        "network",
        "0123456789ab",
        "class-" + (right ? predicted : random.nextInt(1000)),
        Map.of("place", random.nextBoolean() ? "land" : "sea"),
        "images/%07d.jpg".formatted(i),
        null,
        mask == null ? null : "masks/%07d.png".formatted(i),
        predicted,
        "class-" + predicted,
        1 - random.nextDouble() * random.nextDouble(),
        new Attention(7, 7, new byte[49]),
        mask,
        mask == null ? null : 0.3,
        null,
        null,
        null,
        at,
        at,
        at,
        "member",
        "cpu-0",
        new Source(0, i));
  }

  private static double millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  @Override
  public void close() {
    try {
      sql.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      index.close();
    }
  }

  /** Right when the label is the class predicted. */
  private static final class ByName implements Judge {
    @Override
    public Boolean right(ImageScore score) {
      return score.predicted().equals(score.label());
    }

    @Override
    public String modelHash() {
      return "0123456789ab";
    }

    @Override
    public String version() {
      return "1";
    }
  }
}

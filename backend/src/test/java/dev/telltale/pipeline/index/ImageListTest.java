package dev.telltale.pipeline.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.kafka.event.Attention;
import dev.telltale.kafka.event.ImageScore;
import dev.telltale.kafka.event.Source;
import dev.telltale.screening.RunningMetrics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists against a plain filter and sort of the same images. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageListTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int IMAGES = 700;

  private ImageIndex index;
  private final List<IndexedImage> all = new ArrayList<>();

  @BeforeAll
  void fill(@TempDir Path directory) {
    index = ImageIndex.open(directory.resolve("index.db"), "cluster", new EvenIsRight());
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    List<ImageScore> scores = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      scores.add(score(i, random));
    }
    all.addAll(index.store(scores, List.of(), Map.of()));
  }

  @AfterAll
  void close() {
    index.close();
  }

  @ParameterizedTest
  @EnumSource(ImageSort.class)
  void pagesOfAnyOrderHoldEveryImageOnceAsAPlainSortWould(ImageSort sort) {
    for (ImageFilter filter : filters()) {
      List<Long> want =
          all.stream()
              .filter(plain(filter))
              .sorted(plain(sort))
              .map(IndexedImage::position)
              .toList();

      assertThat(walk(filter, sort, 37)).isEqualTo(want);
      assertThat(index.count(filter)).isEqualTo(want.size());
    }
  }

  @ParameterizedTest
  @EnumSource(ImageSort.class)
  void anyPageOfAListThatStandsStillIsFoundByItsNumber(ImageSort sort) {
    long asOf = IMAGES / 2;
    for (ImageFilter filter : filters()) {
      List<Long> want =
          all.stream()
              .filter(image -> image.position() <= asOf)
              .filter(plain(filter))
              .sorted(plain(sort))
              .map(IndexedImage::position)
              .toList();
      assertThat(index.count(filter, asOf)).isEqualTo(want.size());
      assertThat(positions(index.page(filter, sort, null, asOf, IMAGES))).isEqualTo(want);
      for (int offset : new int[] {0, 1, want.size() / 2, want.size() - 1, want.size() + 5}) {
        assertThat(positions(index.page(filter, sort, offset, asOf, 20)))
            .isEqualTo(want.stream().skip(offset).limit(20).toList());
      }
    }
  }

  @Test
  void valuesThatDifferByLessThanSortingRoundsToStandInTheirOrder(@TempDir Path directory) {
    try (ImageIndex close =
        ImageIndex.open(directory.resolve("index.db"), "cluster", new EvenIsRight())) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
      List<ImageScore> scores = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        scores.add(score(i, random, 0.5 + random.nextInt(20) * 1e-12));
      }
      List<Long> want =
          close.store(scores, List.of(), Map.of()).stream()
              .sorted(plain(ImageSort.LOWEST_CONFIDENCE))
              .map(IndexedImage::position)
              .toList();
      assertThat(positions(close.page(ImageFilter.ALL, ImageSort.LOWEST_CONFIDENCE, 0, 50, 50)))
          .isEqualTo(want);
    }
  }

  private static List<Long> positions(List<IndexedImage> images) {
    return images.stream().map(IndexedImage::position).toList();
  }

  @ParameterizedTest
  @EnumSource(ImageSort.class)
  void neighboursAreTheImagesBesideInTheList(ImageSort sort) {
    ImageFilter filter = filters().get(2);
    List<IndexedImage> list = all.stream().filter(plain(filter)).sorted(plain(sort)).toList();
    for (int i = 0; i < list.size(); i++) {
      ImageIndex.Neighbours beside = index.neighbours(list.get(i).key(), filter, sort);

      assertThat(beside.previous()).isEqualTo(i == 0 ? null : list.get(i - 1).key().hex());
      assertThat(beside.next())
          .isEqualTo(i == list.size() - 1 ? null : list.get(i + 1).key().hex());
    }
  }

  @Test
  void anImageThatTheListLeavesOutHasNoNeighboursInIt() {
    ImageFilter other =
        new ImageFilter(
            "no/such", null, null, null, null, null, null, null, null, null, null, null, null);

    assertThat(index.neighbours(all.get(3).key(), other, ImageSort.NEWEST))
        .isEqualTo(new ImageIndex.Neighbours(null, null));
  }

  private List<Long> walk(ImageFilter filter, ImageSort sort, int limit) {
    List<Long> positions = new ArrayList<>();
    ImageSort.Place after = null;
    while (true) {
      List<IndexedImage> page = index.page(filter, sort, after, limit);
      page.forEach(image -> positions.add(image.position()));
      if (page.size() < limit) {
        return positions;
      }
      after = index.place(page.get(limit - 1).key(), ImageFilter.ALL, sort).orElseThrow();
      after = ImageSort.Place.of(after.cursor());
    }
  }

  private static List<ImageFilter> filters() {
    Instant from = START.plusSeconds(100);
    return List.of(
        ImageFilter.ALL,
        new ImageFilter(
            "a/m", null, null, null, null, null, null, null, null, null, null, null, null),
        new ImageFilter(
            null, "bird", null, null, false, null, null, null, null, null, null, null, null),
        new ImageFilter(
            null, null, "fish", null, null, 0.2, 0.7, null, null, null, null, null, null),
        new ImageFilter(
            null,
            null,
            null,
            "bird, place=land",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        new ImageFilter(null, null, null, null, null, null, null, 0.3, 0.6, null, null, null, null),
        new ImageFilter(
            null, null, null, null, null, null, null, null, null, 0.3, null, null, null),
        new ImageFilter(
            "a/m", null, null, null, null, null, null, null, null, 0.2, 0.6, null, null),
        new ImageFilter(
            "b/m",
            null,
            null,
            null,
            true,
            null,
            null,
            null,
            null,
            null,
            null,
            from,
            from.plusSeconds(300)));
  }

  private static Predicate<IndexedImage> plain(ImageFilter filter) {
    return image -> {
      ImageScore score = image.score();
      String group =
          score.label() == null ? null : RunningMetrics.groupName(score.label(), score.groups());
      return same(filter.screening(), image.screening())
          && same(filter.label(), score.label())
          && same(filter.predicted(), score.predicted())
          && same(filter.group(), group)
          && same(filter.right(), image.right())
          && within(filter.minConfidence(), score.confidence(), filter.maxConfidence())
          && within(filter.minMaskScore(), score.maskScore(), filter.maxMaskScore())
          && within(filter.minPercentile(), score.rankPercentile(), filter.maxPercentile())
          && (filter.scoredFrom() == null || !score.scoredAt().isBefore(filter.scoredFrom()))
          && (filter.scoredTo() == null || score.scoredAt().isBefore(filter.scoredTo()));
    };
  }

  private static boolean same(@Nullable Object asked, @Nullable Object value) {
    return asked == null || Objects.equals(asked, value);
  }

  private static boolean within(
      @Nullable Double least, @Nullable Double value, @Nullable Double most) {
    return Stream.of(least, most).allMatch(Objects::isNull)
        || (value != null && (least == null || value >= least) && (most == null || value <= most));
  }

  private static Comparator<IndexedImage> plain(ImageSort sort) {
    Comparator<IndexedImage> arrival = Comparator.comparingLong(IndexedImage::position);
    Comparator<IndexedImage> sure = Comparator.comparingDouble(image -> image.score().confidence());
    return switch (sort) {
      case OLDEST -> arrival;
      case NEWEST -> arrival.reversed();
      case LOWEST_CONFIDENCE -> sure.thenComparing(arrival);
      case HIGHEST_CONFIDENCE -> sure.thenComparing(arrival).reversed();
      case LOWEST_MASK_SCORE -> byMask(2).thenComparing(arrival);
      case HIGHEST_MASK_SCORE -> byMask(-1).thenComparing(arrival).reversed();
      case LOWEST_SPURIOSITY -> bySpuriosity(99).thenComparing(arrival);
      case HIGHEST_SPURIOSITY -> bySpuriosity(-99).thenComparing(arrival).reversed();
    };
  }

  private static Comparator<IndexedImage> byMask(double whenAbsent) {
    return Comparator.comparingDouble(
        image -> image.score().maskScore() == null ? whenAbsent : image.score().maskScore());
  }

  private static Comparator<IndexedImage> bySpuriosity(double whenAbsent) {
    return Comparator.comparingDouble(
        image -> image.score().spuriosity() == null ? whenAbsent : image.score().spuriosity());
  }

  private static ImageScore score(int i, RandomGenerator random) {
    return score(i, random, random.nextInt(11) / 10.0);
  }

  private static ImageScore score(int i, RandomGenerator random, double confidence) {
    // Coarse values: ties must be walked through too.
    Double mask = random.nextInt(5) == 0 ? null : random.nextInt(10) / 10.0;
    Double rank = random.nextInt(4) == 0 ? null : random.nextInt(10) / 10.0;
    String label = List.of("bird", "fish").get(random.nextInt(2));
    return new ImageScore(
        "image-" + i,
        random.nextBoolean() ? "a" : "b",
        "model",
        "m",
        random.nextInt(6) == 0 ? null : label,
        Map.of("place", random.nextBoolean() ? "land" : "sea"),
        "image.png",
        null,
        mask == null ? null : "mask.png",
        i % 2,
        i % 2 == 0 ? "bird" : "fish",
        confidence,
        new Attention(1, 1, new byte[] {1}),
        mask,
        mask,
        rank == null ? null : 4 * rank - 2,
        rank,
        rank == null ? null : "reference",
        null,
        START,
        START.plusSeconds(i),
        "member",
        "cpu-0",
        new Source(0, i));
  }

  private static final class EvenIsRight implements Judge {
    @Override
    public @Nullable Boolean right(ImageScore score) {
      return score.label() == null ? null : score.predictedIndex() == 0;
    }

    @Override
    public String modelHash() {
      return "m";
    }

    @Override
    public String version() {
      return "1";
    }
  }
}

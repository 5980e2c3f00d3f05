package dev.telltale.pipeline.index;

import static dev.telltale.pipeline.index.ImageSort.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.kafka.event.ImageScore;
import dev.telltale.testing.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageIndexTest {
  private static final TopicPartition SCORES = new TopicPartition("telltale.scores", 3);

  @TempDir private Path directory;
  private Path file;
  private ImageIndex index;

  @BeforeEach
  void open() {
    file = directory.resolve("deep/in/index.db");
    index = ImageIndex.open(file, "cluster", new ByLabel("hash", "v1", "landbird"));
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void whatIsStoredIsFoundAsItWas() {
    ImageScore score = Scored.image("a").files("a.png", "mask.png").score();
    List<IndexedImage> fresh = store(score);
    assertThat(fresh).singleElement().extracting(IndexedImage::score).isEqualTo(score);
    assertThat(index.image(ImageKey.of(score))).contains(fresh.get(0));
    assertThat(fresh.get(0).screening()).isEqualTo("birds/hash");
    assertThat(index.image(ImageKey.of("birds", "hash", "b"))).isEmpty();
  }

  @Test
  void storingAgainChangesNothing() {
    store(Scored.image("a").score());
    assertThat(store(Scored.image("a").predicted(1).score(), Scored.image("b").score()))
        .extracting(image -> image.score().id())
        .containsExactly("b");
    assertThat(index.count(list(null, null))).isEqualTo(2);
    assertThat(
            index.page(list(null, null), NEWEST, place(null), 10).get(1).score().predictedIndex())
        .isZero();
  }

  @Test
  void theSameImageIsAnotherForAnotherModelOrDataSet() {
    store(
        Scored.image("a").score(),
        Scored.image("a").modelHash("other").score(),
        Scored.image("a").dataset("more").score());
    assertThat(index.count(list(null, null))).isEqualTo(3);
    assertThat(index.count(list("birds/other", null))).isEqualTo(1);
  }

  @Test
  void pagesGoFromTheNewestToTheOldestWithoutGapOrRepetition() {
    ImageScore[] scores =
        IntStream.range(0, 53)
            .mapToObj(i -> Scored.image("i" + i).predicted(i % 2).score())
            .toArray(ImageScore[]::new);
    store(scores);
    List<String> seen = new ArrayList<>();
    Long before = null;
    for (int page = 0; page < 6; page++) {
      List<IndexedImage> images = index.page(list("birds/hash", null), NEWEST, place(before), 10);
      assertThat(images).hasSize(page < 5 ? 10 : 3);
      images.forEach(image -> seen.add(image.score().id()));
      before = images.get(images.size() - 1).position();
      store(Scored.image("newer" + page).score());
    }
    assertThat(seen)
        .containsExactlyElementsOf(IntStream.range(0, 53).mapToObj(i -> "i" + (52 - i)).toList());
  }

  @Test
  void aPageHoldsWhatItsFilterMatches() {
    store(
        Scored.image("right").score(),
        Scored.image("wrong").label("waterbird").score(),
        Scored.image("unlabelled").label(null).score(),
        Scored.image("elsewhere").dataset("more").label("waterbird").score());
    assertThat(ids(null, null)).containsExactly("elsewhere", "unlabelled", "wrong", "right");
    assertThat(ids(null, true)).containsExactly("right");
    assertThat(ids(null, false)).containsExactly("elsewhere", "wrong");
    assertThat(ids("birds/hash", false)).containsExactly("wrong");
    assertThat(ids("birds/nothing", null)).isEmpty();
    assertThat(index.count(list(null, false))).isEqualTo(2);
    assertThat(index.count(list("birds/hash", null))).isEqualTo(3);
  }

  @Test
  void everyImageIsGivenInTheOrderOfArrival() {
    store(Scored.image("b").score(), Scored.image("a").score());
    store(Scored.image("c").score());
    List<String> order = new ArrayList<>();
    index.forEach(image -> order.add(image.score().id()));
    assertThat(order).containsExactly("b", "a", "c");
  }

  @Test
  void ofManyKeysTheKnownOnesAreTold() {
    store(Scored.image("a").score());
    ImageKey known = ImageKey.of("birds", "hash", "a");
    assertThat(index.known(List.of(known, ImageKey.of("birds", "hash", "b"))))
        .isEqualTo(Set.of(known));
  }

  @Test
  void deadLettersAreCountedByReasonAndOnceEach() {
    Instant noon = Instant.parse("2026-01-01T12:00:00Z");
    IndexedReject first = reject(0, "not-json", null, null, noon);
    IndexedReject second = reject(1, "mask-size", "birds", "a", noon);
    IndexedReject third = reject(2, "mask-size", "birds", "b", noon.plusSeconds(10));
    index.store(List.of(), List.of(first, second, third), Map.of());
    index.store(List.of(), List.of(second, third), Map.of());
    assertThat(index.rejectsByReason()).isEqualTo(Map.of("not-json", 1L, "mask-size", 2L));
    assertThat(index.rejectedIds("birds", noon)).containsExactlyInAnyOrder("a", "b");
    assertThat(index.rejectedIds("birds", noon.plusSeconds(5))).containsExactly("b");
    assertThat(index.rejectedIds("other", noon)).isEmpty();
  }

  @Test
  void anEventWithoutIdIsNoRejectedImage() {
    index.store(List.of(), List.of(reject(0, "not-json", "birds", null, Instant.EPOCH)), Map.of());
    assertThat(index.rejectedIds("birds", Instant.EPOCH)).isEmpty();
  }

  @Test
  void positionsAreKeptWithTheRecords() {
    index.store(List.of(), List.of(), Map.of(SCORES, 5L));
    index.store(List.of(), List.of(), Map.of(SCORES, 9L));
    assertThat(index.positions()).isEqualTo(Map.of(SCORES, 9L));
  }

  @Test
  void aBatchIsStoredWholeOrNotAtAll() {
    ImageScore poison = Scored.image("poison").label("throws").score();
    assertThatThrownBy(
            () ->
                index.store(
                    List.of(Scored.image("a").score(), poison), List.of(), Map.of(SCORES, 7L)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(index.count(list(null, null))).isZero();
    assertThat(index.positions()).isEmpty();
    index.store(List.of(Scored.image("a").score()), List.of(), Map.of(SCORES, 6L));
    assertThat(index.count(list(null, null))).isEqualTo(1);
    assertThat(index.positions()).isEqualTo(Map.of(SCORES, 6L));
  }

  @Test
  void openedAgainItHasEverything() {
    index.store(
        List.of(Scored.image("a").score()),
        List.of(reject(0, "not-json", null, null, Instant.EPOCH)),
        Map.of(SCORES, 4L));
    List<IndexedImage> before = index.page(list(null, null), NEWEST, place(null), 10);
    reopen("cluster", new ByLabel("hash", "v1", "landbird"));
    assertThat(index.page(list(null, null), NEWEST, place(null), 10)).isEqualTo(before);
    assertThat(index.positions()).isEqualTo(Map.of(SCORES, 4L));
    assertThat(index.rejectsByReason()).isEqualTo(Map.of("not-json", 1L));
  }

  @Test
  void aViewOfAnotherClusterIsStartedAfresh() {
    index.store(List.of(Scored.image("a").score()), List.of(), Map.of(SCORES, 4L));
    reopen("another cluster", new ByLabel("hash", "v1", "landbird"));
    assertThat(index.count(list(null, null))).isZero();
    assertThat(index.positions()).isEmpty();
    reopen("another cluster", new ByLabel("hash", "v1", "landbird"));
    assertThat(store(Scored.image("a").score())).hasSize(1);
  }

  @Test
  void aJudgeThatChangedItsMindJudgesTheImagesOfItsModelAgain() {
    store(
        Scored.image("a").score(),
        Scored.image("b").label("waterbird").score(),
        Scored.image("a").modelHash("older").score());
    reopen("cluster", new ByLabel("hash", "v2", "waterbird"));
    assertThat(right("hash", "a")).isFalse();
    assertThat(right("hash", "b")).isTrue();
    assertThat(right("older", "a")).isTrue();
    assertThat(index.count(list(null, true))).isEqualTo(2);
  }

  @Test
  void aJudgeOfTheSameVersionIsNotAskedAgain() {
    store(Scored.image("a").score());
    reopen("cluster", new ByLabel("hash", "v1", "waterbird"));
    assertThat(right("hash", "a")).isTrue();
  }

  @Test
  void aJudgeOfAnotherModelLeavesTheImagesOfThisOne() {
    store(Scored.image("a").score());
    reopen("cluster", new ByLabel("newer", "v7", "waterbird"));
    assertThat(right("hash", "a")).isTrue();
  }

  @Test
  void aVerdictMayBecomeUnknown() {
    store(Scored.image("a").score());
    reopen("cluster", new ByLabel("hash", "v2", null));
    assertThat(right("hash", "a")).isNull();
    assertThat(index.count(list(null, true))).isZero();
  }

  @Test
  void aFileThatIsNoIndexIsNamedAndCanBeOpenedByOthersAfterwards() throws IOException {
    Path other = Files.writeString(directory.resolve("notes.db"), "not a database ".repeat(200));
    assertThatThrownBy(() -> ImageIndex.open(other, "cluster", new ByLabel("hash", "v1", null)))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("notes.db");
  }

  @Test
  void aPageOfALargeIndexTakesMilliseconds() {
    List<ImageScore> scores =
        IntStream.range(0, 20_000).mapToObj(i -> Scored.image("i" + i).score()).toList();
    index.store(scores, List.of(), Map.of());
    long start = System.nanoTime();
    assertThat(index.page(list(null, false), NEWEST, place(null), 50)).isEmpty();
    assertThat(index.page(list("birds/hash", true), NEWEST, place(10L), 50)).hasSize(9);
    assertThat(index.count(list("birds/hash", true))).isEqualTo(20_000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
  }

  private List<IndexedImage> store(ImageScore... scores) {
    return index.store(List.of(scores), List.of(), Map.of());
  }

  private void reopen(String cluster, Judge judge) {
    index.close();
    index = ImageIndex.open(file, cluster, judge);
  }

  private List<String> ids(@Nullable String screening, @Nullable Boolean right) {
    return index.page(list(screening, right), NEWEST, place(null), 100).stream()
        .map(image -> image.score().id())
        .toList();
  }

  private @Nullable Boolean right(String model, String id) {
    return index.image(ImageKey.of("birds", model, id)).orElseThrow().right();
  }

  private static IndexedReject reject(
      long offset, String reason, @Nullable String dataset, @Nullable String id, Instant at) {
    return new IndexedReject(
        0, offset, reason, "A sentence.", dataset, id, null, "telltale.images/0/" + offset, 9, at);
  }

  /** Right is what has one label, unknown what has none; a null right label makes all unknown. */
  private record ByLabel(String modelHash, String version, @Nullable String rightLabel)
      implements Judge {
    @Override
    public @Nullable Boolean right(ImageScore score) {
      if ("throws".equals(score.label())) {
        throw new IllegalStateException("no verdict");
      }
      if (score.label() == null || rightLabel == null) {
        return null;
      }
      return score.label().equals(rightLabel);
    }
  }

  private static ImageFilter list(@Nullable String screening, @Nullable Boolean right) {
    return new ImageFilter(
        screening, null, null, null, right, null, null, null, null, null, null, null, null);
  }

  private static ImageSort.@Nullable Place place(@Nullable Long before) {
    return before == null ? null : new ImageSort.Place(before, before);
  }
}

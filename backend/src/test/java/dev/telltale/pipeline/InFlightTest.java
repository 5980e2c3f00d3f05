package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.kafka.event.ImageEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

class InFlightTest {
  private static final TopicPartition PARTITION = new TopicPartition("telltale.images", 0);

  private final OffsetTracker offsets = new OffsetTracker();
  private int duplicates;
  private InFlight inFlight = new InFlight(4, offsets, () -> duplicates++);

  @Example
  void anImageIsScreenedOnceHoweverManyRecordsNameIt() {
    offsets.assigned(List.of(PARTITION));
    InFlight.Image image = read("a", 0);
    assertThat(read("a", 1)).isNull();
    assertThat(read("a", 2)).isNull();
    assertThat(inFlight.events()).isEqualTo(3);
    assertThat(next()).isZero();
    inFlight.scored(image);
    assertThat(inFlight.events()).isZero();
    assertThat(duplicates).isEqualTo(2);
    assertThat(next()).isEqualTo(3);
  }

  @Example
  void theSameRecordAgainIsNoDuplicate() {
    offsets.assigned(List.of(PARTITION));
    InFlight.Image image = read("a", 0);
    assertThat(read("a", 0)).isNull();
    inFlight.scored(image);
    assertThat(read("a", 0)).isNull();
    assertThat(duplicates).isZero();
    assertThat(inFlight.events()).isZero();
  }

  @Example
  void aRepeatOfWhatWasJustWrittenIsDoneAtOnce() {
    offsets.assigned(List.of(PARTITION));
    inFlight.scored(read("a", 0));
    assertThat(read("a", 1)).isNull();
    assertThat(duplicates).isEqualTo(1);
    assertThat(next()).isEqualTo(2);
  }

  @Example
  void afterADeadLetterTheNextRecordOfTheImageIsScreened() {
    offsets.assigned(List.of(PARTITION));
    InFlight.Image bad = read("a", 0);
    read("a", 1);
    read("a", 2);
    InFlight.Image second = inFlight.rejected(bad);
    assertThat(second.job().offset()).isEqualTo(1);
    assertThat(next()).isEqualTo(1);
    InFlight.Image third = inFlight.rejected(second);
    assertThat(third.job().offset()).isEqualTo(2);
    inFlight.scored(third);
    assertThat(duplicates).isZero();
    assertThat(next()).isEqualTo(3);
    assertThat(inFlight.rejected(read("b", 3))).isNull();
  }

  @Example
  void readingStopsWhenFullAndGoesOnWhenHalfIsDone() {
    offsets.assigned(List.of(PARTITION));
    List<InFlight.Image> images = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      assertThat(inFlight.full()).isFalse();
      images.add(read("i" + i, i));
    }
    assertThat(inFlight.full()).isTrue();
    assertThat(inFlight.low()).isFalse();
    inFlight.scored(images.get(0));
    assertThat(inFlight.low()).isFalse();
    inFlight.scored(images.get(1));
    assertThat(inFlight.low()).isTrue();
  }

  @Example
  void whereOnlyOneMayBeHeldReadingGoesOnAfterIt() {
    inFlight = new InFlight(1, offsets, () -> duplicates++);
    offsets.assigned(List.of(PARTITION));
    InFlight.Image only = read("a", 0);
    assertThat(inFlight.full()).isTrue();
    inFlight.scored(only);
    assertThat(inFlight.low()).isTrue();
  }

  @Example
  void bytesAreBoundedToo() {
    inFlight = new InFlight(1000, offsets, () -> duplicates++);
    offsets.assigned(List.of(PARTITION));
    InFlight.Image large = read("a", 0, 64 << 20);
    assertThat(inFlight.full()).isTrue();
    assertThat(inFlight.low()).isFalse();
    inFlight.known(large);
    assertThat(inFlight.full()).isFalse();
    assertThat(inFlight.low()).isTrue();
  }

  @Property(tries = 200, seed = "2026")
  void whateverBecomesOfThemEveryEventIsDoneInTheEnd(@ForAll @LongRange(min = 0) long seed) {
    Random random = new Random(seed);
    OffsetTracker tracker = new OffsetTracker();
    tracker.assigned(List.of(PARTITION));
    int[] repeats = {0};
    InFlight subject = new InFlight(1000, tracker, () -> repeats[0]++);
    Map<String, InFlight.Image> onTheirWay = new HashMap<>();
    int letters = 0;
    int scores = 0;
    int known = 0;
    int total = 60;
    for (int offset = 0; offset < total || !onTheirWay.isEmpty(); ) {
      if (offset < total && random.nextInt(3) > 0) {
        String id = "i" + random.nextInt(12);
        InFlight.Image image = read(subject, tracker, id, offset++, 10);
        if (image != null) {
          assertThat(onTheirWay.put(id, image)).as("one at a time").isNull();
        }
      } else if (!onTheirWay.isEmpty()) {
        String id = List.copyOf(onTheirWay.keySet()).get(random.nextInt(onTheirWay.size()));
        InFlight.Image image = onTheirWay.remove(id);
        switch (random.nextInt(3)) {
          case 0 -> {
            subject.scored(image);
            scores++;
          }
          case 1 -> {
            subject.known(image);
            known++;
          }
          default -> {
            letters++;
            InFlight.Image next = subject.rejected(image);
            if (next != null) {
              onTheirWay.put(id, next);
            }
          }
        }
      }
    }
    assertThat(subject.events()).isZero();
    assertThat(subject.full()).isFalse();
    assertThat(scores + known + letters + repeats[0]).isEqualTo(total);
    assertThat(tracker.committable().get(PARTITION).offset()).isEqualTo(total);
  }

  private InFlight.@Nullable Image read(String id, long offset) {
    return read(id, offset, 100);
  }

  private InFlight.@Nullable Image read(String id, long offset, int size) {
    return read(inFlight, offsets, id, offset, size);
  }

  private static InFlight.@Nullable Image read(
      InFlight inFlight, OffsetTracker offsets, String id, long offset, int size) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            PARTITION.topic(),
            PARTITION.partition(),
            offset,
            0L,
            TimestampType.CREATE_TIME,
            0,
            size,
            null,
            null,
            new RecordHeaders(),
            Optional.empty());
    ImageEvent event = new ImageEvent(id, "birds", id + ".png", null, null, Map.of(), null, null);
    inFlight.read();
    return inFlight.add(event, record, offsets.read(PARTITION, offset));
  }

  private long next() {
    return offsets.committable().containsKey(PARTITION)
        ? offsets.committable().get(PARTITION).offset()
        : 0;
  }
}

package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.kafka.event.ImageEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private static final TopicPartition PARTITION = new TopicPartition("telltale.images", 0);

  private final OffsetTracker offsets = new OffsetTracker();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final InFlight inFlight = new InFlight(4, offsets, duplicates::incrementAndGet);

  @BeforeEach
  void assign() {
    offsets.assigned(List.of(PARTITION));
  }

  @Test
  void anImageIsScreenedOnceAndEveryRecordOfItIsDoneWithIt() {
    InFlight.Image image = read("bird", 0);
    assertThat(read("bird", 1)).isNull();
    assertThat(committable()).isZero();
    inFlight.scored(image);
    assertThat(committable()).isEqualTo(2);
    assertThat(inFlight.events()).isZero();
    assertThat(duplicates).hasValue(1);
  }

  @Test
  void aRecordBehindARejectedOneOfTheSameImageIsScreenedInItsPlace() {
    InFlight.Image bad = read("bird", 0);
    read("bird", 1);
    read("bird", 2);
    InFlight.Image next = inFlight.rejected(bad);
    assertThat(next.job().offset()).isEqualTo(1);
    assertThat(committable()).isEqualTo(1);
    inFlight.scored(next);
    assertThat(committable()).isEqualTo(3);
    assertThat(inFlight.events()).isZero();
    assertThat(duplicates).hasValue(1);
  }

  @Test
  void aRepeatOfAnImageThatWasJustWrittenIsDoneAtOnce() {
    inFlight.scored(read("bird", 0));
    assertThat(read("bird", 1)).isNull();
    assertThat(committable()).isEqualTo(2);
    assertThat(duplicates).hasValue(1);
  }

  @Test
  void aRecordReadAgainAfterARebalanceIsNoDuplicateAndCountsForTheNewAssignment() {
    InFlight.Image image = read("bird", 0);
    offsets.revoked(List.of(PARTITION));
    offsets.assigned(List.of(PARTITION));
    assertThat(read("bird", 0)).isNull();
    assertThat(committable()).isZero();
    inFlight.scored(image);
    assertThat(committable()).isEqualTo(1);
    assertThat(duplicates).hasValue(0);
  }

  @Test
  void itIsFullByEventsAndLowAtHalf() {
    List<InFlight.Image> images = List.of(read("a", 0), read("b", 1), read("c", 2), read("d", 3));
    assertThat(inFlight.full()).isTrue();
    images.subList(0, 2).forEach(inFlight::scored);
    assertThat(inFlight.full()).isFalse();
    assertThat(inFlight.low()).isFalse();
    inFlight.scored(images.get(2));
    assertThat(inFlight.low()).isTrue();
  }

  private InFlight.@Nullable Image read(String id, long offset) {
    OffsetTracker.Ticket ticket = offsets.read(PARTITION, offset);
    inFlight.read();
    return inFlight.add(
        new ImageEvent(id, "birds", "a.png", null, null, Map.of(), null, null),
        new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], new byte[0]),
        ticket);
  }

  private long committable() {
    return offsets.committable().containsKey(PARTITION)
        ? offsets.committable().get(PARTITION).offset()
        : 0;
  }
}

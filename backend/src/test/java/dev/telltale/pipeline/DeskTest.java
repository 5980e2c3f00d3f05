package dev.telltale.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.testing.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two coordinators that both believe to own a partition. */
class DeskTest {
  private static final int PARTITION =
      AuditRecords.partition("a", Topics.AUDIT_COMMANDS.partitions());
  private static final Executor AT_ONCE = Runnable::run;
  private static final Turns ALONE = new Turns(Set.of("a"), Set.of("a"));

  @Test
  void onlyTheLastThatOpenedTheDeskCanWriteAndNothingIsDouble(@TempDir Path temp) {
    try (AuditHouse house = new AuditHouse(temp)) {
      TopicSetup.ensure(house.bootstrap());
      try (AuditLog log = new AuditLog(house.bootstrap())) {
        Desk old = Desk.open(PARTITION, house.bootstrap(), house.tools(), log);
        old.command(request(house));
        turns(old);

        // Waits for what the old one has begun to write.
        Desk next = Desk.open(PARTITION, house.bootstrap(), house.tools(), log);
        List<String> ordered = units(house);
        assertThat(ordered).isNotEmpty().doesNotHaveDuplicates();
        assertThat(next.active()).hasSize(1);
        // The old one was frozen, say, and goes on as if nothing had happened.
        old.command(command(AuditCommand.Kind.CANCEL, 1));
        Throwable refused = catchThrowable(() -> turns(old));
        assertThat(refused).isInstanceOf(KafkaException.class);
        assertThat(fenced(refused)).isTrue();
        assertThat(states(house)).doesNotContain(AuditRecord.State.CANCELLED);

        turns(next);
        assertThat(units(house)).as("they are out already").isEqualTo(ordered);
        next.command(command(AuditCommand.Kind.PAUSE, 1));
        turns(next);
        // Kafka shows what is committed a moment after it has taken it.
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> assertThat(states(house)).last().isEqualTo(AuditRecord.State.PAUSED));
        old.close();
        next.close();
      }
    }
  }

  @Test
  void whatCameByAnotherPartitionerIsPassedOver(@TempDir Path temp) {
    try (AuditHouse house = new AuditHouse(temp)) {
      TopicSetup.ensure(house.bootstrap());
      int wrong = (PARTITION + 1) % Topics.AUDIT_COMMANDS.partitions();
      try (AuditLog log = new AuditLog(house.bootstrap())) {
        Desk desk = Desk.open(wrong, house.bootstrap(), house.tools(), log);
        desk.command(request(house));
        assertThat(desk.active()).isEmpty();
        desk.close();
      }
    }
  }

  @Test
  void unitsComeToEveryPartition() {
    for (int partitions = 1; partitions <= 64; partitions++) {
      int stride = Desk.stride(partitions);
      int all = partitions;
      assertThat(IntStream.range(0, all).map(i -> i * stride % all).distinct().count())
          .isEqualTo(all);
    }
  }

  private static void turns(Desk desk) {
    for (int i = 0; i < 4; i++) {
      desk.turn(ALONE, 2, AT_ONCE, () -> new ConsumerGroupMetadata("desk-test"));
    }
  }

  private static boolean fenced(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException
          && cause
              .getClass()
              .getSimpleName()
              .matches("(Producer|InvalidProducer).*(Fenced|Epoch).*")) {
        return true;
      }
    }
    return false;
  }

  private static List<String> units(AuditHouse house) {
    return house.read(Topics.UNITS).stream()
        .map(record -> EventCodec.readUnit(record.value()).key())
        .sorted()
        .toList();
  }

  private static List<AuditRecord.State> states(AuditHouse house) {
    return house.records().stream().map(AuditRecord::state).toList();
  }

  private static ConsumerRecord<byte[], byte[]> request(AuditHouse house) {
    return consumed(
        AuditCommand.request("a", "Audit", house.spec(Steps.Plan.of(30, 0)), Instant.now()), 0);
  }

  private static ConsumerRecord<byte[], byte[]> command(AuditCommand.Kind kind, long offset) {
    return consumed(AuditCommand.of(kind, "a", Instant.now()), offset);
  }

  private static ConsumerRecord<byte[], byte[]> consumed(AuditCommand command, long offset) {
    var sent = EventCodec.record(command);
    return new ConsumerRecord<>(sent.topic(), PARTITION, offset, sent.key(), sent.value());
  }
}

package dev.telltale.cli.kills;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.UnitOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Sees what Kafka is told of audits. */
final class Watch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, AuditRecord> audits = new HashMap<>();
  private final Map<String, Set<String>> done = new HashMap<>();
  private final Map<String, Integer> told = new HashMap<>();

  Watch(String bootstrap) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrap,
                "isolation.level",
                "read_committed",
                "reconnect.backoff.max.ms",
                "500"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> all = new ArrayList<>();
    for (var topic : List.of(Topics.AUDITS, Topics.UNIT_RESULTS)) {
      for (int i = 0; i < topic.partitions(); i++) {
        all.add(new TopicPartition(topic.name(), i));
      }
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** Reads what there is. */
  void look() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.value() == null) {
        continue;
      }
      if (record.topic().equals(Topics.AUDITS.name())) {
        AuditRecord audit = EventCodec.readAuditRecord(record);
        audits.put(audit.audit(), audit);
      } else {
        UnitOutcome outcome = EventCodec.readUnitOutcome(record);
        if (outcome.kind() == UnitOutcome.Kind.DONE) {
          done.computeIfAbsent(outcome.audit(), first -> new HashSet<>())
              .add(outcome.stage() + outcome.unit());
          told.merge(outcome.audit(), 1, Integer::sum);
        }
      }
    }
  }

  /** Units that have a result. */
  int done(String audit) {
    return done.getOrDefault(audit, Set.of()).size();
  }

  /** Results, also those of units that had one. */
  int told(String audit) {
    return told.getOrDefault(audit, 0);
  }

  @Nullable AuditRecord audit(String audit) {
    return audits.get(audit);
  }

  @Override
  public void close() {
    consumer.close();
  }
}

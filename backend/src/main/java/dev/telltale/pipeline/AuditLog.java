package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.kafka.event.UnitOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads back what Kafka holds of a partition's audits, to the end of this moment. Belongs to one
 * thread; blocks.
 */
final class AuditLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConsumer<byte[], byte[]> consumer;

  AuditLog(String bootstrap) {
    this.consumer =
        new KafkaConsumer<>(
            KafkaClients.reader(bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * What a partition holds.
   *
   * @param audits by their names, as they were last written
   * @param outcomes of units, of each key the last, but for those that were taken out; in order
   * @param resultsEnd where further ones come
   */
  record Read(
      Map<String, AuditRecord> audits,
      List<ConsumerRecord<byte[], byte[]>> outcomes,
      long resultsEnd) {}

  /** Reads a partition. */
  Read read(int partition) {
    Map<String, AuditRecord> found = new LinkedHashMap<>();
    readToEnd(audits(partition), record -> take(record, found));
    // Kafka compacts in its own time: until then what was taken out is still to be read.
    Map<String, ConsumerRecord<byte[], byte[]>> outcomes = new LinkedHashMap<>();
    long end =
        readToEnd(
            results(partition),
            record -> {
              String key = new String(record.key(), UTF_8);
              outcomes.remove(key);
              if (record.value() != null) {
                outcomes.put(key, record);
              }
            });
    return new Read(found, List.copyOf(outcomes.values()), end);
  }

  /** Addresses that a partition names, and hashes of other things that look like some. */
  Set<String> named(int partition) {
    Set<String> all = new HashSet<>();
    for (TopicPartition one : List.of(audits(partition), results(partition))) {
      Map<String, Set<String>> byKey = new HashMap<>();
      readToEnd(
          one,
          record -> {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
              byKey.remove(key);
            } else {
              byKey.put(key, NamedArtifacts.in(record.value()));
            }
          });
      byKey.values().forEach(all::addAll);
    }
    return all;
  }

  /** Everything that became of an audit's units. */
  List<UnitOutcome> outcomes(int partition, String audit) {
    Map<String, UnitOutcome> found = new LinkedHashMap<>();
    readToEnd(
        results(partition),
        record -> {
          String key = new String(record.key(), UTF_8);
          if (!UnitOutcome.auditOf(key).equals(audit)) {
            return;
          }
          found.remove(key);
          try {
            if (record.value() != null) {
              found.put(key, EventCodec.readUnitOutcome(record));
            }
          } catch (InvalidEventException e) {
            LOG.warn("{}/{} is no outcome: {}", partition, record.offset(), e.getMessage());
          }
        });
    return List.copyOf(found.values());
  }

  private static TopicPartition audits(int partition) {
    return new TopicPartition(Topics.AUDITS.name(), partition);
  }

  private static TopicPartition results(int partition) {
    return new TopicPartition(Topics.UNIT_RESULTS.name(), partition);
  }

  private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, AuditRecord> found) {
    try {
      if (record.value() == null) {
        found.remove(new String(record.key(), UTF_8));
      } else {
        AuditRecord audit = EventCodec.readAuditRecord(record);
        found.put(audit.audit(), audit);
      }
    } catch (InvalidEventException e) {
      LOG.warn(
          "{}/{}/{} is no audit: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private long readToEnd(TopicPartition partition, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    Collection<TopicPartition> only = List.of(partition);
    consumer.assign(only);
    consumer.seekToBeginning(only);
    long end = consumer.endOffsets(only).get(partition);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(partition) < end) {
      var records = consumer.poll(POLL);
      records.forEach(taker);
      if (!records.isEmpty()) {
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("nothing more could be read of " + partition);
      }
    }
    return end;
  }

  @Override
  public void close() {
    consumer.close();
  }
}

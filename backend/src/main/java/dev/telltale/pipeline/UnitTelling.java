package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.UnitOutcome;
import dev.telltale.kafka.event.UnitOutcome.Kind;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.kafka.event.UnitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka what becomes of units, until it is written: a broker that is gone for a while delays
 * it, nothing drops it. Belongs to the thread of the intake.
 */
final class UnitTelling {
  private static final Logger LOG = LoggerFactory.getLogger(UnitTelling.class);
  private static final long RETRY_NANOS = 1_000_000_000;

  private final String member;
  private final String life = Long.toString(System.currentTimeMillis());
  private final Consumer<Runnable> intake;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Later> later = new ArrayList<>();
  private int partitions;

  private record Later(long nanos, Runnable task) {}

  /**
   * What became of a unit.
   *
   * @param kind what
   * @param seconds that it was worked on
   * @param result what came of it; null unless it is done
   * @param error why it threw; null unless it did
   */
  record Ended(Kind kind, double seconds, @Nullable UnitResult result, @Nullable Throwable error) {
    static Ended of(Kind kind) {
      return new Ended(kind, 0, null, null);
    }
  }

  /**
   * @param member that works on the units
   * @param intake runs something on the thread of the intake; called on any
   */
  UnitTelling(String member, String bootstrap, Consumer<Runnable> intake) {
    this.member = member;
    this.intake = intake;
    this.producer = new KafkaProducer<>(KafkaClients.writer(bootstrap));
  }

  /**
   * Tells what became of a unit.
   *
   * @param written run on the producer's thread when Kafka has it
   */
  void tell(UnitRecord unit, Ended ended, Runnable written) {
    Throwable error = ended.error();
    String words =
        error == null || error.getMessage() == null ? String.valueOf(error) : error.getMessage();
    send(
        new UnitOutcome(
            unit.audit(),
            unit.stage(),
            unit.round(),
            unit.unit(),
            unit.attempt(),
            ended.kind(),
            member,
            life,
            Instant.now(),
            ended.seconds(),
            ended.result(),
            error == null ? null : AuditRecords.line(words)),
        written);
  }

  /** Sends again what is due. */
  void again() {
    long now = System.nanoTime();
    List<Later> due = later.stream().filter(one -> now - one.nanos() >= 0).toList();
    later.removeAll(due);
    due.forEach(one -> one.task().run());
  }

  /** Waits until all is written, but no longer than so. */
  void close(Duration patience) {
    producer.close(patience);
  }

  private void send(UnitOutcome outcome, Runnable written) {
    try {
      ProducerRecord<byte[], byte[]> record = EventCodec.record(outcome, partition(outcome));
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure == null) {
              written.run();
            } else {
              intake.accept(() -> failed(outcome, written, failure));
            }
          });
    } catch (KafkaException e) {
      failed(outcome, written, e);
    }
  }

  private void failed(UnitOutcome outcome, Runnable written, Exception failure) {
    if (!(failure instanceof RetriableException)) {
      LOG.warn("telling of {}: {}; trying again", outcome.key(), failure.toString());
    }
    later.add(new Later(System.nanoTime() + RETRY_NANOS, () -> send(outcome, written)));
  }

  /** As Kafka's own partitioner chooses for the audit's commands. */
  private int partition(UnitOutcome outcome) {
    if (partitions == 0) {
      partitions = producer.partitionsFor(Topics.UNIT_RESULTS.name()).size();
    }
    return AuditRecords.partition(outcome.audit(), partitions);
  }
}

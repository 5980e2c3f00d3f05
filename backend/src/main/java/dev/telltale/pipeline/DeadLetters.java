package dev.telltale.pipeline;

import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.DeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Rejected events, read back from Kafka where they are kept whole. Blocks: never on an event loop.
 * People ask for one now and then, so each call has a client of its own.
 */
public final class DeadLetters {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String bootstrap;

  DeadLetters(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** The rejected record's value; empty when it is no longer kept. */
  public Optional<byte[]> payload(int partition, long offset) {
    return read(partition, offset)
        .map(record -> record.value() == null ? new byte[0] : record.value());
  }

  /**
   * Sends the rejected record again, unchanged.
   *
   * @return where it stands now; empty when it is no longer kept
   */
  public Optional<RecordMetadata> retry(int partition, long offset) {
    return read(partition, offset).flatMap(DeadLetter::read).map(this::send);
  }

  private RecordMetadata send(DeadLetter letter) {
    return KafkaClients.write(
        bootstrap,
        new ProducerRecord<>(
            Topics.IMAGES.name(), null, letter.key(), letter.value(), letter.headers()));
  }

  private Optional<ConsumerRecord<byte[], byte[]>> read(int partition, long offset) {
    TopicPartition place = new TopicPartition(Topics.DEAD_LETTERS.name(), partition);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(KafkaClients.reader(bootstrap))) {
      if (consumer.partitionsFor(place.topic(), PATIENCE).size() <= partition) {
        return Optional.empty();
      }
      consumer.assign(List.of(place));
      long first = consumer.beginningOffsets(List.of(place), PATIENCE).get(place);
      long end = consumer.endOffsets(List.of(place), PATIENCE).get(place);
      if (offset < first || offset >= end) {
        return Optional.empty();
      }
      consumer.seek(place, offset);
      return consumer.poll(PATIENCE).records(place).stream()
          .filter(record -> record.offset() == offset)
          .findFirst();
    }
  }
}

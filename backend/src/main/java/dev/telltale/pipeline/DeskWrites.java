package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What a desk has to say, gathered until it is written as one transaction. From when this is made,
 * nobody else can write for the audits of the partition. Belongs to one thread.
 */
final class DeskWrites implements AutoCloseable {
  private final int partition;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<ProducerRecord<byte[], byte[]>> gathered = new ArrayList<>();
  private long nextCommand = -1;

  /**
   * Takes the right to write from whoever had it.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  DeskWrites(int partition, String bootstrap) {
    this.partition = partition;
    this.producer =
        new KafkaProducer<>(
            KafkaClients.transactions(bootstrap, "telltale-coordinator-" + partition));
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** How many partitions a topic has. */
  int partitions(String topic) {
    return producer.partitionsFor(topic).size();
  }

  void add(ProducerRecord<byte[], byte[]> record) {
    gathered.add(record);
  }

  /** Takes a key of this partition out of a topic. */
  void forget(String topic, String key) {
    gathered.add(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), null));
  }

  /** A command is done, once all that was gathered is written. */
  void done(long offset) {
    nextCommand = offset + 1;
  }

  /**
   * Writes all of it, if there is any.
   *
   * @throws org.apache.kafka.common.KafkaException if it cannot be written; nothing is then
   */
  void write(Supplier<ConsumerGroupMetadata> group) {
    if (gathered.isEmpty() && nextCommand < 0) {
      return;
    }
    producer.beginTransaction();
    gathered.forEach(producer::send);
    if (nextCommand >= 0) {
      producer.sendOffsetsToTransaction(
          Map.of(
              new TopicPartition(Topics.AUDIT_COMMANDS.name(), partition),
              new OffsetAndMetadata(nextCommand)),
          group.get());
    }
    producer.commitTransaction();
    gathered.clear();
    nextCommand = -1;
  }

  /** What was not written was never said. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}

package dev.telltale.process;

import dev.telltale.kafka.Topic;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.event.DeadLetter;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.ImageScore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What stands on the topics, read with a plain client. */
final class Kafka {
  private final String bootstrap;

  Kafka(String bootstrap) {
    this.bootstrap = bootstrap;
  }

  /** Every score record of a data set, also those that say the same twice. */
  List<ImageScore> scores(String dataset) {
    return read(Topics.SCORES).stream()
        .map(record -> EventCodec.readImageScore(record.value()))
        .filter(score -> score.dataset().equals(dataset))
        .toList();
  }

  List<DeadLetter> deadLetters() {
    return read(Topics.DEAD_LETTERS).stream()
        .map(record -> DeadLetter.read(record).orElseThrow())
        .toList();
  }

  /** How many records of the topics that a group reads are not committed. */
  long lag(String group) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      long lag = 0;
      for (int i = 0; i < Topics.IMAGES.partitions(); i++) {
        TopicPartition partition = new TopicPartition(Topics.IMAGES.name(), i);
        long end =
            admin
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
        OffsetAndMetadata done = committed.get(partition);
        lag += end - (done == null ? 0 : done.offset());
      }
      return lag;
    }
  }

  /** All records from the beginning to the end of this moment. */
  List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }
}

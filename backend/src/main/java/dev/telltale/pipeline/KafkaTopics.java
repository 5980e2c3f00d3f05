package dev.telltale.pipeline;

import dev.telltale.kafka.Topic;
import dev.telltale.kafka.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How much Telltale's topics hold, and how far the workers have read. Blocks. */
public final class KafkaTopics {
  private static final int PATIENCE_SECONDS = 10;

  private final String bootstrap;
  private final String group;

  KafkaTopics(String bootstrap, String group) {
    this.bootstrap = bootstrap;
    this.group = group;
  }

  /**
   * One topic.
   *
   * @param name its name
   * @param partitions how many
   * @param records kept, by offsets; for a compacted topic an upper bound
   * @param lag records of the image topic that the workers have not committed; null for the others
   */
  public record Level(String name, int partitions, long records, @Nullable Long lag) {}

  /** All topics, in the order of {@link Topics#ALL}. */
  public List<Level> levels() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      List<String> names = Topics.ALL.stream().map(Topic::name).toList();
      Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      admin
          .describeTopics(names)
          .allTopicNames()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .forEach(
              (name, topic) ->
                  topic
                      .partitions()
                      .forEach(
                          info -> {
                            TopicPartition partition = new TopicPartition(name, info.partition());
                            earliest.put(partition, OffsetSpec.earliest());
                            latest.put(partition, OffsetSpec.latest());
                          }));
      Map<TopicPartition, Long> first = offsets(admin, earliest);
      Map<TopicPartition, Long> end = offsets(admin, latest);
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      List<Level> levels = new ArrayList<>();
      for (String name : names) {
        levels.add(level(name, first, end, committed));
      }
      return levels;
    } catch (ExecutionException | TimeoutException e) {
      throw new MemberException("Kafka does not tell of its topics: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MemberException("interrupted while asking Kafka", e);
    }
  }

  private static Level level(
      String name,
      Map<TopicPartition, Long> first,
      Map<TopicPartition, Long> end,
      Map<TopicPartition, OffsetAndMetadata> committed) {
    int partitions = 0;
    long records = 0;
    long lag = 0;
    for (Map.Entry<TopicPartition, Long> entry : end.entrySet()) {
      if (!entry.getKey().topic().equals(name)) {
        continue;
      }
      long from = first.get(entry.getKey());
      OffsetAndMetadata done = committed.get(entry.getKey());
      partitions++;
      records += entry.getValue() - from;
      lag += entry.getValue() - (done == null ? from : Math.max(from, done.offset()));
    }
    return new Level(name, partitions, records, name.equals(Topics.IMAGES.name()) ? lag : null);
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Map<TopicPartition, OffsetSpec> specs)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry :
        admin.listOffsets(specs).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS).entrySet()) {
      offsets.put(entry.getKey(), entry.getValue().offset());
    }
    return offsets;
  }
}

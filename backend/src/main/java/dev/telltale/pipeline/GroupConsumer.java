package dev.telltale.pipeline;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A group's consumer as Vert.x's client needs it. That client queues each call for the consumer's
 * own thread, where it may arrive after a partition has moved: only here is it known for sure which
 * partitions are still ours. And it commits and closes on that thread with Kafka's default
 * patience, a minute and half a minute, in which nothing is polled and a member cannot stop: both
 * are bounded.
 */
final class GroupConsumer extends KafkaConsumer<byte[], byte[]> {
  private static final Duration WHILE_PAUSED = Duration.ofMillis(5);
  private static final Duration COMMIT = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  /**
   * @param config see {@link KafkaClients#intake}
   */
  GroupConsumer(Map<String, Object> config) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * While all is paused nothing can come: then a poll is short, since the resume waits behind it.
   * With the usual one a pause would last longer than it takes to work off what is held.
   */
  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    boolean allPaused = !paused().isEmpty() && paused().size() == assignment().size();
    return super.poll(allPaused ? WHILE_PAUSED : timeout);
  }

  /** Pauses those that are still assigned; Kafka would refuse all of them for the sake of one. */
  @Override
  public void pause(Collection<TopicPartition> partitions) {
    super.pause(stillAssigned(partitions));
  }

  /** Resumes those that are still assigned. */
  @Override
  public void resume(Collection<TopicPartition> partitions) {
    super.resume(stillAssigned(partitions));
  }

  /**
   * Commits for the partitions that are still assigned: of another the next owner may have
   * committed more already.
   */
  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> ours = new HashMap<>(offsets);
    ours.keySet().retainAll(assignment());
    if (!ours.isEmpty()) {
      super.commitSync(ours, COMMIT);
    }
  }

  @Override
  public void close() {
    super.close(CloseOptions.timeout(CLOSE));
  }

  private Collection<TopicPartition> stillAssigned(Collection<TopicPartition> partitions) {
    Collection<TopicPartition> assigned = assignment();
    return partitions.stream().filter(assigned::contains).toList();
  }
}

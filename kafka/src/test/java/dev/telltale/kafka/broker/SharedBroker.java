package dev.telltale.kafka.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The one broker that all tests of this JVM share, and clients for it. */
public final class SharedBroker implements BeforeAllCallback {
  /** How long a test waits for something that normally takes milliseconds. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static volatile @Nullable EmbeddedBroker broker;

  /** Starts the broker before the first test class that asks; JUnit closes it after the last. */
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            SharedBroker.class,
            key -> {
              var dir = Path.of("target", "brokers", UUID.randomUUID().toString());
              var started = EmbeddedBroker.start(dir, 0);
              broker = started;
              return (AutoCloseable) started::close;
            });
  }

  /** Its address. */
  public static String bootstrap() {
    return Objects.requireNonNull(broker, "annotate the test @ExtendWith(SharedBroker.class)")
        .bootstrap();
  }

  /** An admin client for any broker. */
  public static Admin admin(String bootstrap) {
    return Admin.create(Map.of("bootstrap.servers", bootstrap));
  }

  /** A plain consumer of every partition of a topic, from the beginning, in no group. */
  public static KafkaConsumer<byte[], byte[]> consumerOf(String bootstrap, String topic) {
    KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, "unused");
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** A plain consumer in a group, without a subscription yet. */
  public static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, String group) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

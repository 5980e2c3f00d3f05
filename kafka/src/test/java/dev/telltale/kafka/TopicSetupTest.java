package dev.telltale.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.kafka.broker.SharedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
class TopicSetupTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void theTopicsAreCreatedOnceAndHaveTheirConfiguration()
      throws ExecutionException, InterruptedException {
    String bootstrap = SharedBroker.bootstrap();
    assertThat(TopicSetup.ensure(bootstrap)).isEmpty();
    assertThat(TopicSetup.ensure(bootstrap)).isEmpty();
    try (Admin admin = SharedBroker.admin(bootstrap)) {
      for (Topic topic : Topics.ALL) {
        var found = admin.describeTopics(List.of(topic.name())).allTopicNames().get();
        assertThat(found.get(topic.name()).partitions()).hasSize(topic.partitions());
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        topic
            .config()
            .forEach((key, value) -> assertThat(config.get(key).value()).as(key).isEqualTo(value));
      }
      var scores = new ConfigResource(ConfigResource.Type.TOPIC, "telltale.scores");
      var config = admin.describeConfigs(List.of(scores)).all().get().get(scores);
      assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
      assertThat(config.get("retention.ms").value()).isEqualTo("-1");
    }
  }

  @Test
  void aTopicThatDiffersIsKeptAsItIsAndTold() throws ExecutionException, InterruptedException {
    String name = "theirs-" + UUID.randomUUID();
    var wanted =
        new Topic(name, 4, "key", Map.of("cleanup.policy", "compact", "retention.ms", "1000"));
    try (Admin admin = SharedBroker.admin(SharedBroker.bootstrap())) {
      var theirs = new NewTopic(name, Optional.of(2), Optional.empty());
      admin.createTopics(List.of(theirs.configs(Map.of("retention.ms", "1000")))).all().get();
      assertThat(ensure(wanted))
          .hasSize(2)
          .anyMatch(line -> line.contains("has 2 partitions, fewer than Telltale's 4"))
          .anyMatch(line -> line.contains("has cleanup.policy=delete"));
      var kept = admin.describeTopics(List.of(name)).allTopicNames().get().get(name);
      assertThat(kept.partitions()).hasSize(2);
    }
  }

  @Test
  void aTopicWithMorePartitionsIsAsGood() {
    String name = "more-" + UUID.randomUUID();
    assertThat(ensure(new Topic(name, 3, "key", Map.of()))).isEmpty();
    assertThat(ensure(new Topic(name, 2, "key", Map.of()))).isEmpty();
  }

  @Test
  void aBrokerThatIsNotThereIsToldInOneLineInTime() throws IOException {
    int port = freePort();
    long start = System.nanoTime();
    var e =
        catchThrowableOfType(
            BrokerUnreachableException.class,
            () ->
                TopicSetup.ensure(
                    Map.of("bootstrap.servers", "127.0.0.1:" + port),
                    Topics.ALL,
                    Duration.ofSeconds(1)));
    assertThat(e)
        .hasMessage(
            "Cannot reach Kafka at 127.0.0.1:%d: no broker answered within 1 s. Check that the"
                + " broker runs and that the address is right.",
            port);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void aHostWithoutAnAddressIsToldInOneLine() {
    var e =
        catchThrowableOfType(
            BrokerUnreachableException.class, () -> TopicSetup.ensure("no-such-host.invalid:9092"));
    assertThat(e)
        .hasMessageContaining("no-such-host.invalid:9092")
        .hasMessageContaining("resolvable")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aRefusalIsNotTakenForAnAbsentBroker() {
    var e =
        catchThrowableOfType(
            KafkaException.class, () -> ensure(new Topic("not a name", 1, "key", Map.of())));
    assertThat(e).hasMessageContaining("refused").hasMessageContaining("not a name");
  }

  private static List<String> ensure(Topic topic) {
    return TopicSetup.ensure(
        Map.of("bootstrap.servers", SharedBroker.bootstrap()), List.of(topic), TIMEOUT);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}

package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.telltale.kafka.Topic;
import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.broker.EmbeddedBroker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicFollowerTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir static Path temp;
  private static EmbeddedBroker broker;

  private final List<String> taken = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(temp.resolve("kafka"), 0);
  }

  @AfterAll
  static void stop() {
    VERTX.close();
    broker.close();
  }

  @Test
  void itIsReadyWhenAllThatWasThereIsTakenInAndGoesOn() throws Exception {
    Topic topic = topic("whole");
    send(topic, "1", "2", "3");
    TopicFollower follower = started(topic, Map.of());
    assertThat(taken).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(follower.caughtUp()).isTrue();
    send(topic, "4");
    await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> taken.contains("4"));
    follower.close();
  }

  @Test
  void itGoesOnWhereItStood() throws Exception {
    Topic topic = topic("on");
    send(topic, "1", "2", "3");
    started(topic, Map.of(new TopicPartition(topic.name(), 0), 2L)).close();
    assertThat(taken).containsExactly("3");
  }

  @Test
  void aTopicWhoseRecordsAreAllGoneIsReadToItsEnd() throws Exception {
    Topic topic = topic("gone");
    send(topic, "1", "2", "3");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(3)))
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    started(topic, Map.of()).close();
    assertThat(taken).isEmpty();
  }

  private TopicFollower started(Topic topic, Map<TopicPartition, Long> positions) throws Exception {
    TopicFollower follower =
        new TopicFollower(
            VERTX,
            broker.bootstrap(),
            List.of(topic),
            records -> {
              records.forEach(record -> taken.add(new String(record.value(), UTF_8)));
              return Future.succeededFuture();
            });
    follower
        .start(positions)
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return follower;
  }

  private static Topic topic(String name) {
    Topic topic = new Topic(name, 1, "none", Map.of());
    TopicSetup.ensure(
        Map.of("bootstrap.servers", broker.bootstrap()),
        List.of(topic),
        Duration.ofSeconds(PATIENCE_SECONDS));
    return topic;
  }

  private static void send(Topic topic, String... values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.writer(broker.bootstrap()))) {
      for (String value : values) {
        producer.send(new ProducerRecord<>(topic.name(), value.getBytes(UTF_8)));
      }
    }
  }
}

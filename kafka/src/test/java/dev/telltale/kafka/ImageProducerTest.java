package dev.telltale.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.telltale.kafka.broker.SharedBroker;
import dev.telltale.kafka.event.DeadLetter;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.Events;
import dev.telltale.kafka.event.ImageEvent;
import dev.telltale.kafka.event.InvalidEventException;
import dev.telltale.kafka.event.RejectReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events on their way through a real broker, with plain clients at the other end. */
@ExtendWith(SharedBroker.class)
class ImageProducerTest {
  @BeforeAll
  static void topics() {
    TopicSetup.ensure(SharedBroker.bootstrap());
  }

  @Test
  void anImageSentIsReadByAPlainConsumer() {
    ImageEvent event = Events.inline("sent " + UUID.randomUUID(), new byte[] {1, 2, 3});
    try (var producer = new ImageProducer(SharedBroker.bootstrap())) {
      var metadata = producer.send(event).join();
      assertThat(metadata.topic()).isEqualTo(Topics.IMAGES.name());
    }
    ConsumerRecord<byte[], byte[]> record =
        find(Topics.IMAGES, r -> r.key() != null && new String(r.key(), UTF_8).equals(event.id()));
    assertThat(EventCodec.readImageEvent(record)).isEqualTo(event);
    assertThat(new String(record.headers().lastHeader("ce_type").value(), UTF_8))
        .isEqualTo("dev.telltale.image.v1");
  }

  @Test
  void theLargestInlineImageGoesThrough() {
    var bytes = new byte[ImageEvent.MAX_INLINE_BYTES];
    new Random(7).nextBytes(bytes);
    ImageEvent event = Events.inline("large " + UUID.randomUUID(), bytes);
    try (var producer = new ImageProducer(SharedBroker.bootstrap())) {
      producer.send(event);
      producer.flush();
    }
    var record =
        find(Topics.IMAGES, r -> r.key() != null && new String(r.key(), UTF_8).equals(event.id()));
    assertThat(EventCodec.readImageEvent(record)).isEqualTo(event);
  }

  @Test
  void anImageOfAForeignProducerWithoutKeyOrHeadersIsRead() throws Exception {
    String id = "foreign " + UUID.randomUUID();
    String json =
        "{\"id\": \"" + id + "\", \"dataset\": \"birds\", \"uri\": \"file:///birds/1.png\"}\n";
    try (var plain = plainProducer()) {
      plain.send(new ProducerRecord<>("telltale.images", json.getBytes(UTF_8))).get();
    }
    var record = find(Topics.IMAGES, r -> new String(r.value(), UTF_8).equals(json));
    assertThat(record.key()).isNull();
    assertThat(EventCodec.readImageEvent(record)).isEqualTo(Events.byUri(id));
  }

  @Test
  void aDeadLetterKeepsKeyPayloadAndHeaders() throws Exception {
    byte[] payload = ("not JSON " + UUID.randomUUID()).getBytes(UTF_8);
    try (var plain = plainProducer()) {
      var bad = new ProducerRecord<>("telltale.images", "k".getBytes(UTF_8), payload);
      bad.headers().add("trace", new byte[] {1, 2});
      plain.send(bad).get();
      var rejected = find(Topics.IMAGES, r -> Arrays.equals(r.value(), payload));
      var fault = (InvalidEventException) catchThrowable(() -> EventCodec.readImageEvent(rejected));
      plain.send(DeadLetter.of(rejected, fault).toRecord()).get();
    }
    var record = find(Topics.DEAD_LETTERS, r -> Arrays.equals(r.value(), payload));
    DeadLetter letter = DeadLetter.read(record).orElseThrow();
    assertThat(letter.reason()).isEqualTo(RejectReason.NOT_JSON);
    assertThat(letter.key()).isEqualTo("k".getBytes(UTF_8));
    assertThat(letter.source()).startsWith("telltale.images/");
    assertThat(letter.headers()).hasSize(1);
    assertThat(letter.headers().get(0).value()).containsExactly(1, 2);
  }

  @Test
  void aScoreGoesThrough() throws Exception {
    var score = Events.score("scored " + UUID.randomUUID());
    try (var plain = plainProducer()) {
      plain.send(EventCodec.record(score)).get();
    }
    var record = find(Topics.SCORES, r -> new String(r.key(), UTF_8).equals(score.key()));
    assertThat(EventCodec.readImageScore(record.value())).isEqualTo(score);
  }

  @Test
  void aSendThatFailsSaysWhichImageWhereAndWhatToDo() {
    var client = Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 200);
    try (var producer = new ImageProducer(client)) {
      Throwable failure = catchThrowable(() -> producer.send(Events.byUri("a")).join()).getCause();
      assertThat(failure)
          .isInstanceOf(SendFailedException.class)
          .hasMessageContaining("127.0.0.1:1 did not take image birds/a")
          .hasMessageContaining("check that the broker runs")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aSendAfterCloseFailsInItsFuture() {
    var producer = new ImageProducer(SharedBroker.bootstrap());
    producer.close();
    assertThat(producer.send(Events.byUri("a"))).isCompletedExceptionally();
  }

  private static KafkaProducer<byte[], byte[]> plainProducer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", SharedBroker.bootstrap()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static ConsumerRecord<byte[], byte[]> find(
      Topic topic, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    var found = new AtomicReference<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = SharedBroker.consumerOf(SharedBroker.bootstrap(), topic.name())) {
      await()
          .atMost(SharedBroker.PATIENCE)
          .until(
              () -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                  if (wanted.test(record)) {
                    found.set(record);
                  }
                }
                return found.get() != null;
              });
    }
    return found.get();
  }
}

package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.telltale.kafka.TopicSetup;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.State;
import dev.telltale.kafka.event.EventCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook against a real broker and a real server, which fails first. */
class WebhookTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant AT = Instant.parse("2025-10-09T08:53:20Z");
  private static final String SECRET = "a secret of ours";

  @TempDir private Path temp;

  private record Received(String id, String timestamp, @Nullable String signature, String body) {}

  @Test
  void aNoticeIsSentUntilTheReceiverHasItAndSignedAndNotAgainByTheNextMember() throws Exception {
    List<Received> received = new CopyOnWriteArrayList<>();
    AtomicInteger failing = new AtomicInteger(2);
    HttpServer server = receiver(received, failing);
    Webhook webhook =
        new Webhook(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), SECRET);
    EmbeddedBroker broker = EmbeddedBroker.start(temp.resolve("kafka"), 0);
    try {
      TopicSetup.ensure(broker.bootstrap());
      KafkaClients.write(broker.bootstrap(), EventCodec.record(audit("of-old", State.FAILED), 0));
      try (Running first = new Running(broker.bootstrap(), webhook)) {
        await().atMost(PATIENCE).until(() -> committed(broker.bootstrap()).size() == 8);
        for (State state : List.of(State.RUNNING, State.COMPLETED, State.COMPLETED)) {
          KafkaClients.write(broker.bootstrap(), EventCodec.record(audit("birds", state), 0));
        }
        await().atMost(PATIENCE).until(() -> received.size() == 3);
        await()
            .atMost(PATIENCE)
            .until(() -> committed(broker.bootstrap()).get(partition(0)).offset() == 4);
      }
      assertThat(received)
          .extracting(Received::id)
          .containsOnly("birds.completed.1.0.1760000060000");
      JsonNode body = new ObjectMapper().readTree(received.get(2).body());
      assertThat(body.get("type").asText()).isEqualTo("audit.completed");
      assertThat(body.at("/data/id").asText()).isEqualTo("birds");
      for (Received one : received) {
        assertThat(one.signature()).isEqualTo("v1," + hmac(one));
      }
      try (Running second = new Running(broker.bootstrap(), webhook)) {
        KafkaClients.write(
            broker.bootstrap(), EventCodec.record(audit("cues", State.WAITING_FOR_ANNOTATION), 3));
        await().atMost(PATIENCE).until(() -> received.size() >= 4);
      }
      assertThat(received.get(3).id()).isEqualTo("cues.waiting-for-annotation.1.0");
      assertThat(received).hasSize(4);
    } finally {
      server.stop(0);
      broker.close();
    }
  }

  @Test
  void anAuditThatFailsOnceMoreIsToldOnceMore() {
    AuditRecord first = audit("birds", State.FAILED, AT);
    AuditRecord again = audit("birds", State.FAILED, AT.plusMillis(1));
    assertThat(WebhookNotice.of(again).id()).isNotEqualTo(WebhookNotice.of(first).id());
    assertThat(WebhookNotice.of(again)).isEqualTo(WebhookNotice.of(again));
  }

  @Test
  void pausesGrowToFiveMinutes() {
    assertThat(WebhookLoop.pause(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(WebhookLoop.pause(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(WebhookLoop.pause(1000)).isEqualTo(Duration.ofMinutes(5));
  }

  /** The example of the Standard Webhooks specification's reference libraries. */
  @Test
  void signaturesAreThoseOfStandardWebhooks() {
    Webhook webhook =
        new Webhook(
            URI.create("https://telltale.example/"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(
            webhook.signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void addressesThatAreNoneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Webhook(URI.create("ftp://telltale.example/"), null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Webhook(URI.create("https://telltale.example/"), " "));
    assertThat(new Webhook(URI.create("https://telltale.example/"), SECRET).toString())
        .doesNotContain(SECRET);
  }

  /** A loop on its thread. */
  private static final class Running implements AutoCloseable {
    private final WebhookLoop loop;
    private final Thread thread;

    Running(String bootstrap, Webhook webhook) {
      loop = new WebhookLoop(bootstrap, webhook);
      thread = new Thread(loop, "webhook");
      thread.start();
    }

    @Override
    public void close() throws InterruptedException {
      loop.close();
      thread.join();
    }
  }

  private static HttpServer receiver(List<Received> received, AtomicInteger failing)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(
              new Received(
                  header(exchange, "webhook-id"),
                  header(exchange, "webhook-timestamp"),
                  header(exchange, "webhook-signature"),
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
          exchange.sendResponseHeaders(failing.getAndDecrement() > 0 ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  private static String hmac(Received one) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    String signed = one.id() + "." + one.timestamp() + "." + one.body();
    return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("telltale.audits", number);
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(String bootstrap)
      throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      return admin
          .listConsumerGroupOffsets("telltale-webhooks")
          .partitionsToOffsetAndMetadata()
          .get();
    }
  }

  private static AuditRecord audit(String id, State state) {
    return audit(id, state, AT.plusSeconds(60));
  }

  private static AuditRecord audit(String id, State state, Instant end) {
    boolean ended = state == State.COMPLETED || state == State.FAILED;
    return new AuditRecord(
        id,
        "The audit " + id,
        new ObjectMapper().createObjectNode().put("method", "groups"),
        state,
        AT,
        AT.plusSeconds(60),
        ended ? end : null,
        0,
        List.of(new AuditRecord.Stage("score", 0, 10, 10, null)),
        1,
        AuditRecord.Orders.NONE,
        List.of(),
        null,
        null,
        null,
        null,
        20,
        List.of());
  }
}

package dev.telltale.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hazelcast.core.Hazelcast;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.MemberOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readiness, as each of the things that it needs is really taken away. */
class HealthTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path temp;
  private int clusterPort;
  private EmbeddedBroker broker;
  private Member member;
  private WebVerticle web;

  @BeforeEach
  void start() throws Exception {
    WebServer.birds(temp);
    broker = EmbeddedBroker.start(temp.resolve("kafka"), 0);
    clusterPort = freePort();
    member =
        Member.join(
            WebServer.options("health-1", temp.resolve("state"), broker.bootstrap(), clusterPort));
    web =
        new WebVerticle(
            member, new WebOptions("127.0.0.1", 0, WebServer.dashboard(temp), Set.of()), "1.2.3");
    member.deploy(web);
  }

  @AfterEach
  void stop() {
    member.close();
    broker.close();
  }

  @Test
  void itIsReadyFromStartToDrainingWhileKafkaAnswers() throws Exception {
    assertThat(ready().statusCode()).as("starting").isEqualTo(503);
    assertThat(down("member")).isTrue();
    member.run();
    assertThat(ready().statusCode()).isEqualTo(200);
    assertThat(alive()).isEqualTo(200);

    int port = Integer.parseInt(broker.bootstrap().replaceFirst(".*:", ""));
    broker.close();
    awaitReady(503);
    assertThat(down("kafka")).isTrue();
    assertThat(down("member")).isFalse();
    assertThat(alive()).as("no reason to be restarted").isEqualTo(200);
    broker = EmbeddedBroker.start(temp.resolve("kafka"), port);
    awaitReady(200);

    Promise<Void> finished = Promise.promise();
    member.deploy(new Busy(finished.future()));
    CompletableFuture<Void> closing = CompletableFuture.runAsync(member::close);
    awaitReady(503);
    assertThat(down("member")).as("draining").isTrue();
    finished.complete();
    closing.get(30, TimeUnit.SECONDS);
  }

  @Test
  void itIsNotReadyWhenItsClusterIsGone() throws Exception {
    member.run();
    assertThat(ready().statusCode()).isEqualTo(200);
    Hazelcast.getAllHazelcastInstances().stream()
        .filter(one -> one.getCluster().getLocalMember().getAddress().getPort() == clusterPort)
        .forEach(instance -> instance.getLifecycleService().terminate());
    awaitReady(503);
    assertThat(down("cluster")).isTrue();
    assertThat(down("kafka")).isFalse();
  }

  @Test
  void eachMemberOfAProcessCountsTheRequestsThatItAnswered() throws Exception {
    MemberOptions options =
        WebServer.options("health-2", temp.resolve("other"), broker.bootstrap(), freePort());
    Member other = Member.join(options);
    try {
      WebVerticle beside =
          new WebVerticle(
              other, new WebOptions("127.0.0.1", 0, WebServer.dashboard(temp), Set.of()), "1.2.3");
      other.deploy(beside);
      for (int i = 0; i < 3; i++) {
        get(beside, "/health/live");
      }
      assertThat(requests(beside)).isEqualTo(3);
      assertThat(requests(web)).isZero();
    } finally {
      other.close();
    }
  }

  /** An offer to go on in HTTP/2 is not taken: that upgrade has left requests unanswered. */
  @Test
  void aClientThatOffersHttp2IsAnsweredInHttp1() throws Exception {
    assertThat(HTTP.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(get("/health/live").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  private static double requests(WebVerticle server) throws Exception {
    return get(server, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("vertx_http_server_requests_total{"))
        .filter(line -> line.contains("live"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Has something to finish when it is told to stop. */
  private static final class Busy extends VerticleBase {
    private final Future<Void> finished;

    Busy(Future<Void> finished) {
      this.finished = finished;
    }

    @Override
    public Future<?> stop() {
      return finished;
    }
  }

  private void awaitReady(int status) {
    await()
        .atMost(WebServer.PATIENCE)
        .untilAsserted(() -> assertThat(ready().statusCode()).isEqualTo(status));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean down(String check) throws Exception {
    for (JsonNode one : new ObjectMapper().readTree(ready().body()).get("checks")) {
      if (one.get("id").asText().equals(check)) {
        return one.get("status").asText().equals("DOWN");
      }
    }
    throw new AssertionError("no check " + check);
  }

  private HttpResponse<String> ready() throws Exception {
    return get("/health/ready");
  }

  private int alive() throws Exception {
    return get("/health/live").statusCode();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return get(web, path);
  }

  private static HttpResponse<String> get(WebVerticle server, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}

package dev.telltale.web;

import static dev.telltale.web.WebServer.PATIENCE;
import static dev.telltale.web.WebServer.json;
import static dev.telltale.web.WebServer.member;
import static dev.telltale.web.WebServer.port;
import static dev.telltale.web.WebServer.schemas;
import static dev.telltale.web.WebServer.sockets;
import static dev.telltale.web.WebServer.tell;
import static dev.telltale.web.WebServer.temp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.pipeline.Addresses;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.Observation;
import dev.telltale.screening.RunningMetrics;
import dev.telltale.screening.ScreeningMetrics;
import dev.telltale.testing.Scored;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The live feed as clients hear it. */
@ExtendWith(WebServer.class)
class LiveFeedTest {
  @Test
  void theFeedGreetsAndThenTellsEverything() throws Exception {
    try (Client client = new Client()) {
      client.awaitMessages(2);
      schemas().check("LiveHello", client.messages.get(0).encode());
      assertThat(client.messages.get(0).getString("member")).isEqualTo("web-1");
      schemas().check("LiveSnapshot", client.messages.get(1).encode());
      assertThat(client.messages.get(1).getInteger("seq")).isEqualTo(1);
      assertThat(client.messages.get(1).getJsonObject("rejects").getInteger("total")).isEqualTo(1);
    }
  }

  @Test
  void aServerThatStartsLaterTellsTheNewestImagesFirst() throws Exception {
    WebVerticle later =
        new WebVerticle(
            member(), new WebOptions("127.0.0.1", 0, temp().resolve("web"), Set.of()), "1.2.3");
    member().deploy(later);
    try (Client client = new Client(later.port())) {
      client.awaitMessages(2);
      List<String> told = new ArrayList<>();
      client
          .messages
          .get(1)
          .getJsonArray("recent")
          .forEach(image -> told.add(((JsonObject) image).getString("key")));
      List<String> listed = new ArrayList<>();
      json("/api/images?limit=60")
          .get("images")
          .forEach(one -> listed.add(one.get("key").asText()));
      assertThat(told).isNotEmpty().isEqualTo(listed);
    }
  }

  @Test
  void aDeltaFollowsWhatChanged() throws Exception {
    try (Client client = new Client()) {
      client.awaitMessages(2);
      String id = "delta" + System.nanoTime();
      tell(List.of(Scored.image(id).dataset("others")));
      JsonObject delta =
          client.await(
              message ->
                  message.getJsonArray("recent", new JsonArray()).encode().contains(id)
                      && message.getString("type").equals("delta"));
      schemas().check("LiveDelta", delta.encode());
      client.await(
          message ->
              message.getString("type").equals("delta")
                  && message
                      .getJsonArray("screenings", new JsonArray())
                      .encode()
                      .contains("others"));
      client.assertNumbersFollowEachOther();
    }
  }

  @Test
  void resyncIsAnsweredByASnapshotOfTheNextNumberAndNonsenseByNothing() throws Exception {
    try (Client client = new Client()) {
      client.awaitMessages(2);
      client.socket.writeTextMessage("nonsense");
      client.socket.writeTextMessage("[1, 2]");
      client.socket.writeTextMessage("{\"type\": 7}");
      client.socket.writeTextMessage("{\"type\": \"resync\"}");
      client.await(
          message -> message.getString("type").equals("snapshot") && message.getInteger("seq") > 1);
      client.assertNumbersFollowEachOther();
    }
  }

  @Test
  void aPingComesEveryFewSecondsWithTheLastNumber() throws Exception {
    try (Client client = new Client()) {
      JsonObject ping = client.await(message -> message.getString("type").equals("ping"));
      schemas().check("LivePing", ping.encode());
      client.assertNumbersFollowEachOther();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, 403",
    "null, 403",
    "http://127.0.0.1:1, 403",
    "http://localhost:PORT, 101",
    "https://telltale.example, 101",
  })
  void onlyPagesThatAreWelcomeMayConnect(String origin, int status) throws Exception {
    String head =
        "GET /live HTTP/1.1\r\nHost: localhost:PORT\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: "
            + origin
            + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.getOutputStream().write(head.replace("PORT", String.valueOf(port())).getBytes(UTF_8));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 " + status);
    }
  }

  @Test
  void aClientThatLeavesCostsTheOthersNothing() throws Exception {
    try (Client staying = new Client()) {
      for (int i = 0; i < 20; i++) {
        new Client().close();
      }
      String id = "left" + System.nanoTime();
      tell(List.of(Scored.image(id).dataset("others")));
      staying.await(message -> message.encode().contains(id));
    }
  }

  @Test
  void aClientThatStopsReadingIsSkippedAndTheOthersMissNothing() throws Exception {
    int rounds = 10;
    try (Client slow = new Client();
        Client fast = new Client()) {
      slow.awaitMessages(2);
      fast.awaitMessages(2);
      slow.socket.pause();
      for (int i = 1; i <= rounds; i++) {
        String round = "round " + i + ".";
        publish(large(round));
        slow.socket.writeTextMessage("{\"type\": \"resync\"}");
        fast.socket.writeTextMessage("{\"type\": \"resync\"}");
        fast.await(message -> isSnapshotOf(round, message));
      }
      fast.assertNumbersFollowEachOther();
      int before = slow.messages.size();
      slow.socket.resume();
      // What it is told last is where things stand, however much it missed.
      slow.await(message -> isSnapshotOf("round " + rounds + ".", message));
      slow.assertNumbersFollowEachOther();
      assertThat(slow.messages.subList(before, slow.messages.size()))
          .filteredOn(message -> message.getString("type").equals("snapshot"))
          .hasSizeLessThan(rounds);
    }
  }

  private static boolean isSnapshotOf(String model, JsonObject message) {
    return message.getString("type").equals("snapshot")
        && message.getJsonArray("screenings").stream()
            .anyMatch(screening -> ((JsonObject) screening).getString("model").equals(model));
  }

  /** Many screenings with long histories: a few such rounds are more than the kernel takes in. */
  private static List<ScreeningMetrics> large(String model) {
    RunningMetrics metrics = new RunningMetrics("template", "model", "hash", null);
    for (int second = 0; second < 600; second++) {
      metrics.fold(
          new Observation(
              null, Map.of(), null, null, null, null, 10.0, Scored.AT.plusSeconds(second)));
    }
    List<ScreeningMetrics.Point> history = metrics.snapshot(Scored.AT).history();
    return IntStream.range(0, 30)
        .mapToObj(
            i ->
                new RunningMetrics("large" + i, model, "hash", null)
                    .snapshot(Scored.AT)
                    .withHistory(history))
        .toList();
  }

  private static void publish(List<ScreeningMetrics> screenings) {
    member()
        .vertx()
        .eventBus()
        .publish(
            Addresses.METRICS,
            new MetricsUpdate(screenings, List.of(), null),
            new DeliveryOptions().setLocalOnly(true));
  }

  /** One page's side of the feed. */
  private static final class Client implements AutoCloseable {
    final List<JsonObject> messages = new CopyOnWriteArrayList<>();
    final WebSocket socket;

    Client() throws Exception {
      this(WebServer.port());
    }

    Client(int port) throws Exception {
      socket =
          sockets()
              .webSocket()
              .textMessageHandler(text -> messages.add(new JsonObject(text)))
              .connect(port, "127.0.0.1", "/live")
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
    }

    void awaitMessages(int count) {
      Awaitility.await().atMost(PATIENCE).until(() -> messages.size() >= count);
    }

    JsonObject await(Predicate<JsonObject> wanted) {
      return Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> messages.stream().filter(wanted).findFirst(), Optional::isPresent)
          .orElseThrow();
    }

    void assertNumbersFollowEachOther() {
      int seq = 0;
      for (JsonObject message : messages) {
        switch (message.getString("type")) {
          case "snapshot", "delta" -> assertThat(message.getInteger("seq")).isEqualTo(++seq);
          case "ping" -> assertThat(message.getInteger("seq")).isEqualTo(seq);
          default -> assertThat(message).isSameAs(messages.get(0));
        }
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}

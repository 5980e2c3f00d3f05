package dev.telltale.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.kafka.event.DeadLetter;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.RejectReason;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.Addresses;
import dev.telltale.pipeline.ClusterOptions;
import dev.telltale.pipeline.IntakeOptions;
import dev.telltale.pipeline.KnownDataSet;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.MemberOptions;
import dev.telltale.pipeline.Role;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.Observation;
import dev.telltale.screening.RunningMetrics;
import dev.telltale.screening.ScreeningMetrics;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.Scored;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The web server of a real member, against a real broker, held to the contract. */
class WebTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ModelBundle BIRDS = ModelBundle.read(Bundles.BIRDS);
  private static final int IMAGES = 5;
  private static final String SCREENING = "birds/" + BIRDS.hash();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path temp;
  private static EmbeddedBroker broker;
  private static Member member;
  private static int port;
  private static Vertx clients;
  private static WebSocketClient sockets;
  private static Schemas schemas;
  private static int readinessWhileStarting;

  @BeforeAll
  static void start() throws Exception {
    new Waterbirds(0.5, 64, 9).write(temp.resolve("birds"), IMAGES, done -> {});
    Path dashboard = Files.createDirectories(temp.resolve("web"));
    Files.writeString(dashboard.resolve("index.html"), "<title>the dashboard</title>");
    Files.createDirectories(dashboard.resolve("assets"));
    Files.writeString(dashboard.resolve("assets/app-1.js"), "let page;");
    broker = EmbeddedBroker.start(temp.resolve("kafka"), 0);
    member = Member.join(options());
    tell(IntStream.range(0, IMAGES).mapToObj(WebTest::scored).toList());
    letter();
    WebVerticle web =
        new WebVerticle(
            member,
            new WebOptions("127.0.0.1", 0, dashboard, Set.of("https://telltale.example")),
            "1.2.3");
    member.deploy(web);
    port = web.port();
    readinessWhileStarting = get("/health/ready").statusCode();
    member.run();
    clients = Vertx.vertx();
    sockets =
        clients.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(100)
                .setMaxMessageSize(64 << 20)
                .setReceiveBufferSize(16 * 1024));
    schemas = new Schemas(get("/openapi.yaml").body());
    await()
        .atMost(PATIENCE)
        .until(() -> json("/api/screenings").at("/screenings/0/scored").asInt() == IMAGES);
  }

  @AfterAll
  static void stop() throws Exception {
    if (clients != null) {
      clients.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
    if (member != null) {
      member.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void everyPathAnswersAsTheContractSays() throws Exception {
    worker("worker-1", 3);
    await().atMost(PATIENCE).until(() -> json("/api/members").at("/members").size() == 2);
    for (Map.Entry<String, JsonNode> operation : schemas.operations().entrySet()) {
      String path =
          operation
              .getKey()
              .replace("{key}", key(0))
              .replace("{partition}", "0")
              .replace("{offset}", "0")
              .replace("/export", "/export?format=jsonl");
      Map.Entry<String, JsonNode> promised = schemas.promised(operation.getValue());
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      if (path.endsWith("jsonl")) {
        assertThat(type(answer)).isEqualTo("application/jsonl");
        continue;
      }
      assertThat(type(answer)).as(path).isEqualTo(promised.getKey());
      if (promised.getKey().equals("application/json")) {
        schemas.check(promised.getValue(), answer.body());
      }
    }
  }

  @Test
  void anExportHoldsEveryImageThatMatchesInOrder() throws Exception {
    HttpResponse<String> lines = get("/api/images/export?format=jsonl&sort=oldest");
    List<String> ids = new ArrayList<>();
    for (String line : lines.body().split("\n")) {
      ids.add(new ObjectMapper().readTree(line).get("id").asText());
    }
    List<String> listed = new ArrayList<>();
    json("/api/images?sort=oldest")
        .get("images")
        .forEach(one -> listed.add(one.get("id").asText()));
    assertThat(ids).isEqualTo(listed).hasSize(IMAGES);

    HttpResponse<String> table = get("/api/images/export?format=csv&right=true");
    long right = json("/api/images?right=true").get("total").asLong();
    assertThat(type(table)).isEqualTo("text/csv; charset=utf-8");
    assertThat(table.headers().firstValue("Content-Disposition").orElse("")).contains(".csv");
    assertThat(table.body().lines().count()).isEqualTo(right + 1);
    assertThat(table.body()).startsWith("key,id,dataset,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/images?sort=alphabetical",
        "/api/images?cursor=yesterday",
        "/api/images?scoredFrom=yesterday",
        "/api/images?minConfidence=2",
        "/api/images/export?format=xls",
        "/api/images/export"
      })
  void whatAListCannotMeanIsABadRequest(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(type(answer)).isEqualTo("application/problem+json");
  }

  @Test
  void aDeadLetterIsReadBackWholeAndSentAgain() throws Exception {
    JsonNode letter = json("/api/dead-letters?reason=not-json").at("/deadLetters/0");
    assertThat(letter.get("sentence").asText()).isNotBlank();
    String path = "/api/dead-letters/" + letter.get("partition") + "/" + letter.get("offset") + "/";
    HttpResponse<String> payload = get(path + "payload");
    assertThat(payload.body()).hasSize(letter.get("bytes").asInt());

    HttpResponse<String> sent =
        HTTP.send(
            HttpRequest.newBuilder(uri(path + "retry")).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    assertThat(sent.statusCode()).isEqualTo(202);
    assertThat(new ObjectMapper().readTree(sent.body()).get("topic").asText())
        .isEqualTo("telltale.images");
    assertThat(get("/api/dead-letters/0/999999/payload").statusCode()).isEqualTo(404);
  }

  @Test
  void anotherClassesMapNeedsAWorkerThatHasTheModel() throws Exception {
    List<Integer> answers = new ArrayList<>();
    for (String target : BIRDS.spec().classes()) {
      answers.add(get("/api/images/" + key(0) + "/overlay?target=" + target).statusCode());
    }
    // The predicted class's map came with the score.
    assertThat(answers).containsExactlyInAnyOrder(200, 409);
  }

  @Test
  void theStatusSaysWhoAnswers() throws Exception {
    JsonNode status = json("/api/status");
    assertThat(status.get("version").asText()).isEqualTo("1.2.3");
    assertThat(status.get("member").asText()).isEqualTo("web-1");
    assertThat(status.get("state").asText()).isEqualTo("ready");
    assertThat(status.at("/kafka/reachable").asBoolean()).isTrue();
    assertThat(status.at("/models/0/hash").asText()).isEqualTo(BIRDS.hash());
    assertThat(status.at("/dataSets/0/classes").size()).isEqualTo(2);
  }

  @Test
  void theAnsweringMemberComesFirst() throws Exception {
    worker("a-worker", 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              worker("a-worker", 1);
              JsonNode members = json("/api/members").get("members");
              assertThat(members.size()).isGreaterThanOrEqualTo(2);
              assertThat(members.at("/0/id").asText()).isEqualTo("web-1");
              assertThat(members.at("/0/self").asBoolean()).isTrue();
              assertThat(members.at("/1/worker/devices/0/name").asText()).isEqualTo("cpu-0");
            });
  }

  @Test
  void pagesCanBeFollowedToTheEnd() throws Exception {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = json("/api/images?limit=2&screening=" + SCREENING + cursor);
      assertThat(page.get("total").asInt()).isEqualTo(IMAGES);
      page.get("images").forEach(image -> ids.add(image.get("id").asText()));
      cursor = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asText();
    } while (cursor != null);
    assertThat(ids).hasSize(IMAGES).doesNotHaveDuplicates();
    assertThat(json("/api/images?right=true").get("total").asInt()).isEqualTo(3);
    assertThat(json("/api/images?right=false").get("total").asInt()).isEqualTo(2);
    assertThat(json("/api/images?screening=none").get("total").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?width=32", "?width=64", "?width=200"})
  void theThreePicturesOfAnImageAreOfOneSize(String query) throws Exception {
    BufferedImage original = picture("original" + query);
    BufferedImage mask = picture("mask" + query);
    BufferedImage overlay = picture("overlay" + query);
    assertThat(List.of(mask.getWidth(), overlay.getWidth())).containsOnly(original.getWidth());
    assertThat(List.of(mask.getHeight(), overlay.getHeight())).containsOnly(original.getHeight());
    if (query.isEmpty()) {
      assertThat(original.getWidth()).isEqualTo(64);
    }
  }

  @Test
  void anOverlayOfNoOpacityIsThePicture() throws Exception {
    BufferedImage original = picture("original");
    BufferedImage overlay = picture("overlay?opacity=0");
    for (int i = 0; i < 64; i++) {
      assertThat(overlay.getRGB(i, i)).isEqualTo(original.getRGB(i, i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, /api/images?limit=0",
    "400, /api/images?limit=501",
    "400, /api/images?limit=many",
    "400, /api/images?right=maybe",
    "400, /api/images?cursor=tomorrow",
    "400, /api/images/nonsense",
    "400, /api/images/KEY/overlay?opacity=2",
    "400, /api/images/KEY/original?width=1",
    "404, /api/images/00000000000000000000000000000000",
    "404, /api/images/00000000000000000000000000000000/original",
    "404, /api/images/MASKLESS/mask",
    "404, /api/images/GONE/original",
    "404, /api/images/GONE/overlay",
    "404, /api/nothing",
    "404, /assets/missing.js",
    "404, /health/nothing",
    "426, /live",
  })
  void whatGoesWrongIsAProblemInWords(int status, String path) throws Exception {
    String asked = path.replace("KEY", key(0)).replace("MASKLESS", key(3)).replace("GONE", key(4));
    HttpResponse<String> answer = get(asked);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(type(answer)).isEqualTo("application/problem+json");
    schemas.check("Problem", answer.body());
    assertThat(new ObjectMapper().readTree(answer.body()).get("status").asInt()).isEqualTo(status);
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(uri("/api/status"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(405);
    schemas.check("Problem", answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html", "/images/abc", "/some/page?of=it", "/apiary"})
  void aPageOfTheDashboardIsItsIndex(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("the dashboard");
    assertThat(type(answer)).startsWith("text/html");
  }

  @Test
  void anAssetMayBeKeptAndAPageMayNot() throws Exception {
    HttpResponse<String> asset = get("/assets/app-1.js");
    assertThat(asset.body()).isEqualTo("let page;");
    assertThat(asset.headers().firstValue("Cache-Control").orElse("")).contains("max-age=31536000");
    assertThat(get("/api/status").headers().firstValue("Cache-Control")).contains("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/status", "/api/nothing", "/metrics", "/assets/app-1.js"})
  void everyAnswerForbidsWhatADashboardDoesNotNeed(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'")
        .contains("frame-ancestors 'none'");
  }

  @Test
  void aNameThatIsNotOursIsRefused() throws Exception {
    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: evil.example\r\n")).contains(" 403 ");
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\n"))
        .contains(" 403 ")
        .containsIgnoringCase("nosniff");
    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: localhost:" + port + "\r\n"))
        .contains(" 200 ");
    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: telltale.example\r\n")).contains(" 200 ");
    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: [::1]:8080\r\n")).contains(" 200 ");
  }

  @Test
  void aPathWithABrokenEscapeIsABadRequest() throws Exception {
    assertThat(raw("GET /api/images/%zz HTTP/1.1\r\nHost: localhost\r\n")).contains(" 400 ");
  }

  @Test
  void aPathCannotLeaveTheDashboard() throws Exception {
    Files.writeString(temp.resolve("secret.txt"), "a secret");
    for (String path :
        List.of("/../secret.txt", "/..%2fsecret.txt", "/assets/..%2f../secret.txt")) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"))
          .doesNotContain("a secret");
    }
  }

  @Test
  void healthTellsWhetherItIsReady() throws Exception {
    assertThat(readinessWhileStarting).isEqualTo(503);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void metricsTellOfRequestsAndOfScreenings() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("/metrics").body())
                    .contains("vertx_http_server_requests_total")
                    .contains("telltale_images_scored{dataset=\"birds\"")
                    .contains("telltale_accuracy{")
                    .contains("telltale_mask_score{")
                    .contains("telltale_images_rejected{reason=\"not-json\"} 1"));
  }

  @Test
  void theFeedGreetsAndThenTellsEverything() throws Exception {
    try (Client client = new Client()) {
      client.awaitMessages(2);
      schemas.check("LiveHello", client.messages.get(0).encode());
      assertThat(client.messages.get(0).getString("member")).isEqualTo("web-1");
      schemas.check("LiveSnapshot", client.messages.get(1).encode());
      assertThat(client.messages.get(1).getInteger("seq")).isEqualTo(1);
      assertThat(client.messages.get(1).getJsonObject("rejects").getInteger("total")).isEqualTo(1);
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
      schemas.check("LiveDelta", delta.encode());
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
      schemas.check("LivePing", ping.encode());
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
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(head.replace("PORT", String.valueOf(port)).getBytes(UTF_8));
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
    RunningMetrics metrics = new RunningMetrics("template", "model", "hash");
    for (int second = 0; second < 600; second++) {
      metrics.fold(
          new Observation(null, Map.of(), null, null, null, 10.0, Scored.AT.plusSeconds(second)));
    }
    List<ScreeningMetrics.Point> history = metrics.snapshot(Scored.AT).history();
    return IntStream.range(0, 30)
        .mapToObj(
            i ->
                new RunningMetrics("large" + i, model, "hash")
                    .snapshot(Scored.AT)
                    .withHistory(history))
        .toList();
  }

  private static void publish(List<ScreeningMetrics> screenings) {
    member
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
      socket =
          sockets
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

  private static MemberOptions options() throws IOException {
    KnownDataSet known =
        new KnownDataSet(
            "birds",
            temp.resolve("birds").toRealPath(),
            "waterbirds",
            List.of("landbird", "waterbird"),
            ClassMap.identity(BIRDS.spec().classes()));
    return new MemberOptions(
        "web-1",
        Set.of(Role.WEB),
        broker.bootstrap(),
        new ClusterOptions("127.0.0.1", 0, List.of()),
        temp.resolve("state"),
        BIRDS,
        Map.of("birds", known),
        new AllowedRoots(List.of()),
        new IntakeOptions("workers", 8, 10, 64),
        50_000_000,
        1);
  }

  /** Every other prediction is right; the last but one has no mask, the last no picture. */
  private static Scored scored(int number) {
    String file = "images/%06d.png".formatted(number);
    return Scored.image(String.valueOf(number))
        .modelHash(BIRDS.hash())
        .predicted(number % 2)
        .offset(number)
        .files(
            number == IMAGES - 1 ? "images/gone.png" : file,
            number >= IMAGES - 2 ? null : "masks/" + file);
  }

  private static String key(int number) {
    return ImageKey.of(scored(number).score()).hex();
  }

  private static void tell(List<Scored> images) {
    send(images.stream().map(image -> EventCodec.record(image.score())).toList());
  }

  private static void letter() {
    ConsumerRecord<byte[], byte[]> bad =
        new ConsumerRecord<>(Topics.IMAGES.name(), 0, 0, new byte[0], "{".getBytes(UTF_8));
    send(
        List.of(
            DeadLetter.of(bad, RejectReason.NOT_JSON, "A sentence.", null, null, null).toRecord()));
  }

  private static void send(List<ProducerRecord<byte[], byte[]>> records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      records.forEach(record -> sent.add(producer.send(record)));
      for (Future<RecordMetadata> one : sent) {
        one.get(30, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the broker did not take the records", e);
    }
  }

  /** What the worker of another member says of itself. */
  private static void worker(String id, int inFlight) {
    JsonObject device =
        new JsonObject().put("name", "cpu-0").put("busyShare", 0.5).put("images", 7);
    JsonObject report =
        new JsonObject()
            .put("member", id)
            .put("model", "birds-p95")
            .put("queueDepth", 0)
            .put("inFlight", inFlight)
            .put("meanBatchSize", (Double) null)
            .put("lingerMillis", 1.5)
            .put("paused", false)
            .put("duplicates", 0)
            .put("devices", new JsonArray().add(device))
            .put("reportedAt", Scored.AT.toString());
    member
        .vertx()
        .eventBus()
        .publish(
            Addresses.MEMBERS,
            new JsonObject()
                .put("id", id)
                .put("roles", new JsonArray().add("worker"))
                .put("worker", report));
  }

  private static BufferedImage picture(String path) throws Exception {
    HttpResponse<byte[]> answer =
        HTTP.send(
            HttpRequest.newBuilder(uri("/api/images/" + key(0) + "/" + path)).build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
    return ImageIO.read(new ByteArrayInputStream(answer.body()));
  }

  private static JsonNode json(String path) throws Exception {
    return new ObjectMapper().readTree(get(path).body());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static @Nullable String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElse(null);
  }

  private static String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}

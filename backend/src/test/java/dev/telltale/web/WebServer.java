package dev.telltale.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.telltale.audit.Artifacts;
import dev.telltale.audit.Subjects;
import dev.telltale.cli.AuditMethods;
import dev.telltale.dataset.AllowedRoots;
import dev.telltale.dataset.ClassMap;
import dev.telltale.dataset.layout.DataSets;
import dev.telltale.dataset.layout.Layout;
import dev.telltale.dataset.waterbirds.Waterbirds;
import dev.telltale.kafka.Topics;
import dev.telltale.kafka.broker.EmbeddedBroker;
import dev.telltale.kafka.event.AuditRecord.State;
import dev.telltale.kafka.event.DeadLetter;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.RejectReason;
import dev.telltale.model.ModelBundle;
import dev.telltale.pipeline.Addresses;
import dev.telltale.pipeline.ArtifactStore;
import dev.telltale.pipeline.ClusterOptions;
import dev.telltale.pipeline.IntakeOptions;
import dev.telltale.pipeline.KnownDataSet;
import dev.telltale.pipeline.Member;
import dev.telltale.pipeline.MemberOptions;
import dev.telltale.pipeline.Role;
import dev.telltale.pipeline.TrainingReporter;
import dev.telltale.pipeline.index.ImageKey;
import dev.telltale.testing.Bundles;
import dev.telltale.testing.Scored;
import dev.telltale.testing.Training;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The web server of a real member, against a real broker, with a few scored images and one dead
 * letter: one for all classes of tests that ask for it, started by the first.
 */
final class WebServer implements BeforeAllCallback {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final ModelBundle BIRDS = ModelBundle.read(Bundles.BIRDS);

  /** Images of {@link #SCREENING}; tests may add others. */
  static final int IMAGES = 5;

  /** A finished training. */
  static final String RUN = "finished-1";

  /** A completed audit with a report. */
  static final String AUDIT = "completed-1";

  static final String SCREENING = "birds/" + BIRDS.hash();
  static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Path temp;
  private static EmbeddedBroker broker;
  private static Member member;
  private static int port;
  private static Vertx clients;
  private static WebSocketClient sockets;
  private static Schemas schemas;

  /** Surefire runs the classes of a fork one by one: JUnit's own stores would end with each. */
  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    synchronized (WebServer.class) {
      if (broker == null) {
        Runtime.getRuntime().addShutdownHook(new Thread(WebServer::stop, "stop-web-server"));
        start();
      }
    }
  }

  private static void start() throws Exception {
    temp = Files.createTempDirectory("telltale-web");
    birds(temp);
    Path dashboard = dashboard(temp);
    broker = EmbeddedBroker.start(temp.resolve("kafka"), 0);
    member = Member.join(options("web-1", temp.resolve("state"), broker.bootstrap(), 0));
    tell(IntStream.range(0, IMAGES).mapToObj(WebServer::scored).toList());
    letter();
    WebVerticle web =
        new WebVerticle(
            member,
            new WebOptions("127.0.0.1", 0, dashboard, Set.of("https://telltale.example")),
            "1.2.3",
            new Audited(Map.of("counting", new Counting()), new Subjects(4), artifacts()));
    member.deploy(web);
    port = web.port();
    member.run();
    try (TrainingReporter reporter = reporter()) {
      reporter.progressed(Training.finished(RUN));
    }
    byte[] picture = Files.readAllBytes(temp.resolve("birds/images/000000.png"));
    StoredAudits.tell(AUDIT, State.COMPLETED, StoredAudits.report(artifacts(), picture));
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
    await().atMost(PATIENCE).until(() -> get("/api/trainings/" + RUN).statusCode() == 200);
    await().atMost(PATIENCE).until(() -> get("/api/audits/" + AUDIT).statusCode() == 200);
  }

  private static void stop() {
    if (clients != null) {
      clients.close();
    }
    if (member != null) {
      member.close();
    }
    broker.close();
    Utils.closeQuietly(() -> Utils.delete(temp.toFile()), "temp");
  }

  static void birds(Path directory) {
    new Waterbirds(0.5, 64, 9).write(directory.resolve("birds"), IMAGES, done -> {});
  }

  static Path dashboard(Path directory) throws IOException {
    Path dashboard = Files.createDirectories(directory.resolve("web"));
    Files.writeString(dashboard.resolve("index.html"), "<title>the dashboard</title>");
    Files.createDirectories(dashboard.resolve("assets"));
    Files.writeString(dashboard.resolve("assets/app-1.js"), "let page;");
    return dashboard;
  }

  /** The writer that trainings use. */
  static TrainingReporter reporter() {
    return new TrainingReporter(broker.bootstrap());
  }

  /** Where reports and pictures of audits are kept. */
  static Artifacts artifacts() {
    return new ArtifactStore(temp.resolve("artifacts"));
  }

  static Path temp() {
    return temp;
  }

  static Member member() {
    return member;
  }

  static int port() {
    return port;
  }

  static WebSocketClient sockets() {
    return sockets;
  }

  static Schemas schemas() {
    return schemas;
  }

  static MemberOptions options(String id, Path state, String bootstrap, int clusterPort)
      throws IOException {
    KnownDataSet known =
        new KnownDataSet(
            DataSets.open("birds", state.resolveSibling("birds"), Layout.WATERBIRDS),
            ClassMap.identity(BIRDS.spec().classes()));
    return new MemberOptions(
        id,
        Set.of(Role.WEB),
        bootstrap,
        new ClusterOptions("127.0.0.1", clusterPort, List.of()),
        state,
        BIRDS,
        null,
        Map.of("birds", known),
        new AllowedRoots(List.of()),
        new IntakeOptions("workers", 8, 10, 64),
        50_000_000,
        1,
        AuditMethods.tools(new ArtifactStore(state.resolve("audits"))));
  }

  /**
   * Every other prediction is right; the last but one has no mask, the last no picture; the first
   * three have the ranks 0.25, 0.5, 0.
   */
  static Scored scored(int number) {
    String file = "images/%06d.png".formatted(number);
    return Scored.image(String.valueOf(number))
        .modelHash(BIRDS.hash())
        .predicted(number % 2)
        .offset(number)
        .percentile(number < 3 ? (double) ((number + 1) % 3) / 4 : null)
        .files(
            number == IMAGES - 1 ? "images/gone.png" : file,
            number >= IMAGES - 2 ? null : "masks/" + file);
  }

  static String key(int number) {
    return ImageKey.of(scored(number).score()).hex();
  }

  static void tell(List<Scored> images) {
    send(images.stream().map(image -> EventCodec.record(image.score())).toList());
  }

  static void letter() {
    ConsumerRecord<byte[], byte[]> bad =
        new ConsumerRecord<>(Topics.IMAGES.name(), 0, 0, new byte[0], "{".getBytes(UTF_8));
    send(
        List.of(
            DeadLetter.of(bad, RejectReason.NOT_JSON, "A sentence.", null, null, null).toRecord()));
  }

  static void send(List<ProducerRecord<byte[], byte[]>> records) {
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
  static void worker(String id, int inFlight) {
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

  static JsonNode json(String path) throws Exception {
    return new ObjectMapper().readTree(get(path).body());
  }

  static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  static @Nullable String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElse(null);
  }
}

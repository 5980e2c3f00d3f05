package dev.telltale.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.Observation;
import dev.telltale.screening.RunningMetrics;
import dev.telltale.screening.ScreeningMetrics;
import dev.telltale.testing.Scored;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that shake hands and then read nothing, on real sockets with small buffers. */
class StalledClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Far longer than a busy machine may keep the client that reads from answering. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final int STALLED = 15;
  private static final int SEND_BUFFER = 16 * 1024;
  private static final String ESTABLISHED = "01";
  private static final long MIB = 1024 * 1024;

  private final LiveState state = new LiveState();
  private final List<Socket> stalled = new ArrayList<>();
  private final List<ScreeningMetrics.Point> history = history();
  private Vertx vertx;
  private Context loop;
  private LiveFeed feed;
  private int port;

  @BeforeEach
  void listen() throws Exception {
    vertx = Vertx.vertx();
    loop = vertx.getOrCreateContext();
    feed = new LiveFeed(state, "1", "web", SILENCE);
    Router router = Router.router(vertx);
    router.get("/live").handler(feed::accept);
    HttpServer server =
        onLoop(
            () -> {
              feed.start(vertx);
              return vertx // Otherwise the kernel takes in megabytes for each, and hides what would
                  // be kept.
                  .createHttpServer(
                      new HttpServerOptions()
                          .setIdleTimeout((int) SILENCE.toSeconds())
                          .setSendBufferSize(SEND_BUFFER))
                  .requestHandler(router);
            });
    port = get(onLoop(() -> server.listen(0, "127.0.0.1"))).actualPort();
  }

  @AfterEach
  void close() throws Exception {
    for (Socket socket : stalled) {
      socket.close();
    }
    get(vertx.close());
  }

  @Test
  void theyCostLittleMemoryAreDroppedAndOthersGetEverything() throws Exception {
    AtomicInteger messages = new AtomicInteger();
    WebSocketClient client =
        vertx.createWebSocketClient(new WebSocketClientOptions().setMaxMessageSize(64 << 20));
    WebSocket reading =
        get(
            client
                .webSocket()
                .textMessageHandler(text -> messages.incrementAndGet())
                .connect(port, "127.0.0.1", "/live"));
    for (int i = 0; i < STALLED; i++) {
      stalled.add(stall());
    }
    await().atMost(PATIENCE).until(() -> onLoop(() -> feed.clients()) == STALLED + 1);
    // The kernel's buffers are full after some rounds; from then on nothing more may be kept.
    assertThat(connections()).isEqualTo(STALLED + 1);
    tell(messages, 8);
    long before = used();
    tell(messages, 10);
    assertThat(used() - before).isLessThan(20 * MIB);

    await().atMost(PATIENCE).until(() -> onLoop(() -> feed.clients()) == 1);
    await().atMost(PATIENCE).until(() -> connections() == 1);
    for (Socket socket : stalled) {
      assertThat(ends(socket)).isTrue();
    }
    tell(messages, 1);
    assertThat(reading.isClosed()).isFalse();
  }

  /** One round is half a megabyte or so, since it is new; each comes to the client that reads. */
  private void tell(AtomicInteger messages, int rounds) throws Exception {
    for (int i = 0; i < rounds; i++) {
      int seen = messages.get();
      onLoop(
          () -> {
            state.update(new MetricsUpdate(large(System.nanoTime()), List.of(), null));
            return null;
          });
      await().atMost(PATIENCE).until(() -> messages.get() > seen);
    }
  }

  /** How many the server has open, by the kernel's word: asking a client would wake it. */
  private long connections() throws IOException {
    long open = 0;
    String ours = ":%04X".formatted(port);
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of(table))) {
        open +=
            lines
                .map(line -> line.strip().split(" +"))
                .filter(row -> row[1].endsWith(ours) && row[3].equals(ESTABLISHED))
                .count();
      }
    }
    return open;
  }

  private Socket stall() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String hello =
        "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    socket.getOutputStream().write(hello.getBytes(US_ASCII));
    return socket;
  }

  /** Whether the server has ended a connection: behind what it had sent comes its end. */
  private static boolean ends(Socket socket) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[1 << 16];
    try {
      for (int read = 0; read >= 0; read = in.read(buffer)) {}
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  private List<ScreeningMetrics> large(long round) {
    return IntStream.range(0, 10)
        .mapToObj(
            i ->
                new RunningMetrics("large" + i, "model", "round" + round, null)
                    .snapshot(Scored.AT)
                    .withHistory(history))
        .toList();
  }

  private static List<ScreeningMetrics.Point> history() {
    RunningMetrics metrics = new RunningMetrics("template", "model", "hash", null);
    for (int second = 0; second < 600; second++) {
      metrics.fold(
          new Observation(
              null, Map.of(), null, null, null, null, 10.0, Scored.AT.plusSeconds(second)));
    }
    return metrics.snapshot(Scored.AT).history();
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }

  private <T> T onLoop(Callable<T> call) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(
        v -> {
          try {
            done.complete(call.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}

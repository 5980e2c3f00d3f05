package dev.telltale.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live feed ({@code docs/live-protocol.md}): a hello, a snapshot, then deltas four times a
 * second to each client that is ready for one.
 */
final class LiveFeed {
  static final int INTERVAL_MILLIS = 250;
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final int PROTOCOL = 1;
  private static final long PING_MILLIS = 5000;
  private static final int WRITE_QUEUE_BYTES = 64 * 1024;

  /** Longer than a page that is asleep needs to answer, shorter than TCP takes to give up. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  private static final int PINGS_A_SILENCE = 4;

  private final Map<ServerWebSocket, LiveSession> sessions = new HashMap<>();
  private final LiveState state;
  private final String version;
  private final String member;
  private final Duration silence;

  LiveFeed(LiveState state, String version, String member) {
    this(state, version, member, SILENCE);
  }

  /**
   * @param silence after which a client is taken to be gone
   */
  LiveFeed(LiveState state, String version, String member, Duration silence) {
    this.state = state;
    this.version = version;
    this.member = member;
    this.silence = silence;
  }

  /** Starts telling clients; on the event loop that owns the state. */
  void start(Vertx vertx) {
    vertx.setPeriodic(INTERVAL_MILLIS, timer -> tick());
    vertx.setPeriodic(PING_MILLIS, timer -> ping());
    vertx.setPeriodic(silence.toMillis() / PINGS_A_SILENCE, timer -> dropSilent());
  }

  /** Clients connected now. */
  int clients() {
    return sessions.size();
  }

  /** Route handler: upgrades and greets. */
  void accept(RoutingContext ctx) {
    if (!"websocket".equalsIgnoreCase(ctx.request().getHeader("Upgrade"))) {
      Problem.answer(ctx, 426, "This address speaks WebSocket; see docs/live-protocol.md.");
      return;
    }
    ctx.request()
        .toWebSocket()
        .onSuccess(this::opened)
        .onFailure(e -> LOG.debug("upgrade: {}", e.toString()));
  }

  private void opened(ServerWebSocket socket) {
    if (socket.isClosed()) {
      return;
    }
    LiveSession session = new LiveSession(System.nanoTime());
    socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    socket.textMessageHandler(text -> received(session, text));
    socket.pongHandler(pong -> session.heard(System.nanoTime()));
    socket.exceptionHandler(e -> LOG.debug("client: {}", e.toString()));
    socket.closeHandler(v -> sessions.remove(socket));
    send(
        socket,
        Map.of(
            "type", "hello",
            "protocol", PROTOCOL,
            "version", version,
            "member", member,
            "intervalMillis", INTERVAL_MILLIS));
    sessions.put(socket, session);
    tell(socket, session);
  }

  private static void received(LiveSession session, String text) {
    session.heard(System.nanoTime());
    try {
      if ("resync".equals(new JsonObject(text).getString("type"))) {
        session.resync();
      }
    } catch (RuntimeException e) {
      LOG.debug("a client said {}", text);
    }
  }

  private void tick() {
    state.forgetSilent(System.nanoTime());
    forgetClosed();
    sessions.forEach(this::tell);
  }

  /**
   * A socket is closed a while before its close handler is told; asking it anything then throws,
   * and the clients after it would hear nothing.
   */
  private void forgetClosed() {
    sessions.keySet().removeIf(ServerWebSocket::isClosed);
  }

  private void tell(ServerWebSocket socket, LiveSession session) {
    if (socket.writeQueueFull()) {
      return;
    }
    Map<String, Object> message = session.next(state);
    if (message != null) {
      send(socket, message);
    }
  }

  private void ping() {
    forgetClosed();
    sessions.forEach(
        (socket, session) -> {
          if (!socket.writeQueueFull()) {
            send(
                socket,
                Map.of("type", "ping", "seq", session.seq(), "at", Instant.now().toString()));
          }
        });
  }

  /**
   * A page that has stopped reading, or whose machine has vanished, says nothing; but every browser
   * answers a ping frame by itself. Where the closing frame has to wait behind what is not read, it
   * is the server's idle timeout that ends the connection.
   */
  private void dropSilent() {
    forgetClosed();
    long now = System.nanoTime();
    for (Map.Entry<ServerWebSocket, LiveSession> client : List.copyOf(sessions.entrySet())) {
      if (client.getValue().silentNanos(now) > silence.toNanos()) {
        LOG.debug("a client was silent for {} s", silence.toSeconds());
        client.getKey().close();
      } else if (!client.getKey().writeQueueFull()) {
        client.getKey().writePing(Buffer.buffer());
      }
    }
  }

  private static void send(ServerWebSocket socket, Map<String, Object> message) {
    socket.writeTextMessage(WebJson.write(message).toString());
  }
}

package dev.telltale.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.HashMap;
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

  private final Map<ServerWebSocket, LiveSession> sessions = new HashMap<>();
  private final LiveState state;
  private final String version;
  private final String member;

  LiveFeed(LiveState state, String version, String member) {
    this.state = state;
    this.version = version;
    this.member = member;
  }

  /** Starts telling clients; on the event loop that owns the state. */
  void start(Vertx vertx) {
    vertx.setPeriodic(INTERVAL_MILLIS, timer -> tick());
    vertx.setPeriodic(PING_MILLIS, timer -> ping());
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
    LiveSession session = new LiveSession();
    socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    socket.textMessageHandler(text -> received(session, text));
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

  private static void send(ServerWebSocket socket, Map<String, Object> message) {
    socket.writeTextMessage(WebJson.write(message).toString());
  }
}

package dev.telltale.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A member's dashboard, asked as a page asks it. */
final class Rest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;

  /**
   * @param address {@code http://host:port}
   */
  Rest(String address) {
    this.address = address;
  }

  JsonNode get(String path) {
    try {
      return JSON.readTree(fetch(path).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int status(String path) {
    return fetch(path).statusCode();
  }

  byte[] bytes(String path) {
    return fetch(path).body();
  }

  /** How many images of a data set the running metrics count. */
  long scored(String dataset) {
    for (JsonNode screening : get("/api/screenings").get("screenings")) {
      if (screening.get("dataset").asText().equals(dataset)) {
        return screening.get("scored").asLong();
      }
    }
    return 0;
  }

  int members() {
    return get("/api/members").get("members").size();
  }

  /** The first snapshot of the live feed. */
  JsonNode snapshot() {
    for (int attempt = 1; ; attempt++) {
      try {
        return connect();
      } catch (CompletionException e) {
        // Java 17's client now and then takes good UTF-8 for bad where two of its reads meet.
        if (attempt == 3 || !(e.getCause() instanceof ProtocolException)) {
          throw e;
        }
      }
    }
  }

  private JsonNode connect() {
    CompletableFuture<JsonNode> snapshot = new CompletableFuture<>();
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(address.replaceFirst("http", "ws") + "/live"), new Listener(snapshot))
            .join();
    try {
      return snapshot.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    } finally {
      socket.abort();
    }
  }

  private HttpResponse<byte[]> fetch(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(address + path)).timeout(TIMEOUT).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(address + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<JsonNode> snapshot;

    Listener(CompletableFuture<JsonNode> snapshot) {
      this.snapshot = snapshot;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      snapshot.completeExceptionally(error);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      socket.request(1);
      if (last) {
        try {
          JsonNode message = JSON.readTree(text.toString());
          if (message.get("type").asText().equals("snapshot")) {
            snapshot.complete(message);
          }
        } catch (IOException e) {
          snapshot.completeExceptionally(e);
        }
        text.setLength(0);
      }
      return CompletableFuture.completedFuture(null);
    }
  }
}

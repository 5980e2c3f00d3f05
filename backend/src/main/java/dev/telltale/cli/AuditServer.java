package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** The audits of a server, by its REST contract. Blocks. */
final class AuditServer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** The server does not answer; it may later. */
  static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message) {
      super(message);
    }

    Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The server has nothing of that name. */
  static final class NotThere extends UsageException {
    private static final long serialVersionUID = 1L;

    NotThere(String message) {
      super(message);
    }
  }

  /**
   * @param url such as {@code http://127.0.0.1:8080}
   * @throws UsageException if it is no such address
   */
  AuditServer(String url) {
    try {
      address = URI.create(url.replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--server " + url + " is no address");
    }
    if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
      throw new UsageException("--server is of the form http://HOST:PORT, not " + url);
    }
  }

  /** Where it is. */
  URI address() {
    return address;
  }

  /** The page of an audit, for people. */
  String page(String audit) {
    return address + "/audits/" + audit;
  }

  /**
   * An audit, as the contract's {@code Audit}.
   *
   * @throws NotThere if there is none of that name
   * @throws Unreachable if the server does not answer, or not yet
   */
  JsonNode audit(String id) {
    return get("/api/audits/" + id);
  }

  /** The state of an audit. */
  static AuditState state(JsonNode audit) {
    String label = audit.get("state").asText();
    try {
      return AuditState.of(label);
    } catch (IllegalArgumentException e) {
      throw new UsageException("the server is of another version: an audit is " + label);
    }
  }

  /** Reads a resource. */
  JsonNode get(String path) {
    return json(HttpRequest.newBuilder(at(path)).GET());
  }

  /** Sends a body; the answer, missing where it has none. */
  JsonNode post(String path, JsonNode body) {
    return json(
        HttpRequest.newBuilder(at(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** Does something to an audit: {@code pause}, {@code resume}, {@code cancel}, {@code retry}. */
  void change(String audit, String what) {
    json(
        HttpRequest.newBuilder(at("/api/audits/" + audit + "/" + what))
            .POST(BodyPublishers.noBody()));
  }

  /** Takes an audit away. */
  void delete(String audit) {
    json(HttpRequest.newBuilder(at("/api/audits/" + audit)).DELETE());
  }

  /** Keeps what is at a path in a file. */
  void download(String path, Path file) {
    HttpResponse<Path> answer =
        send(HttpRequest.newBuilder(at(path)).GET(), BodyHandlers.ofFile(file));
    if (answer.statusCode() != 200) {
      throw new UsageException(at(path) + " answers " + answer.statusCode());
    }
  }

  /** How far an audit is, out of what the server tells of it. */
  static AuditProgress progress(JsonNode audit) {
    try {
      return JSON.treeToValue(audit.get("progress"), AuditProgress.class);
    } catch (JsonProcessingException e) {
      throw new UsageException("the server is of another version: " + e.getOriginalMessage());
    }
  }

  private URI at(String path) {
    return URI.create(address + path);
  }

  private JsonNode json(HttpRequest.Builder request) {
    HttpResponse<String> answer = send(request, BodyHandlers.ofString());
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new UsageException(address + " is no Telltale: it answers something else than JSON");
    }
    if (answer.statusCode() >= 300) {
      throw refused(answer.statusCode(), body);
    }
    return body;
  }

  private RuntimeException refused(int status, JsonNode problem) {
    String detail = problem.path("detail").asText(problem.path("title").asText("" + status));
    String field = problem.path("field").asText("");
    if (status >= 500) {
      return new Unreachable("%s answers %d: %s".formatted(address, status, detail));
    }
    return status == 404
        ? new NotThere(detail)
        : new UsageException((field.isEmpty() ? "" : field + ": ") + detail);
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request.timeout(PATIENCE).build(), handler);
    } catch (IOException e) {
      throw new Unreachable(
          "%s does not answer%s; is a Telltale running there?"
              .formatted(address, e.getMessage() == null ? "" : " (" + e.getMessage() + ")"),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while asking " + address, e);
    }
  }
}

package dev.telltale.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The audits of a server, by its REST contract. Blocks. */
final class AuditServer {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A large data set is listed before an audit of it is taken on. */
  private static final Duration OPENING = Duration.ofMinutes(10);

  private static final long PAUSE_MILLIS = 500;
  private static final int PART_BYTES = 1 << 16;

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
    return json(ask(path).GET());
  }

  /**
   * Asks for an audit, all of which is opened first: that may take minutes.
   *
   * @param request a {@code NewAudit} of the contract
   * @return its id
   * @throws Unreachable if the server does not answer; it may have taken it on all the same
   */
  String request(JsonNode request) {
    return json(ask("/api/audits")
            .timeout(OPENING)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(request.toString())))
        .get("id")
        .asText();
  }

  /** Does something to an audit: {@code pause}, {@code resume}, {@code cancel}, {@code retry}. */
  void change(String audit, String what) {
    json(ask("/api/audits/" + audit + "/" + what).POST(BodyPublishers.noBody()));
  }

  /** Takes an audit away. */
  void delete(String audit) {
    json(ask("/api/audits/" + audit).DELETE());
  }

  /**
   * Keeps what is at a path in a file; a server that is away is waited for.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  void download(String path, Path file) {
    patiently(
        () -> {
          copy(path, file);
          return file;
        });
  }

  private void copy(String path, Path file) {
    HttpResponse<InputStream> answer = send(ask(path).GET(), BodyHandlers.ofInputStream());
    int status = answer.statusCode();
    try (InputStream body = answer.body()) {
      if (status >= 500) {
        throw new Unreachable("%s answers %d.".formatted(at(path), status));
      }
      if (status != 200) {
        throw new UsageException(at(path) + " answers " + status);
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        for (byte[] part = next(body); part.length > 0; part = next(body)) {
          out.write(part);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e, e);
    }
  }

  /** Empty at the end. */
  private byte[] next(InputStream body) {
    try {
      return body.readNBytes(PART_BYTES);
    } catch (IOException e) {
      throw away(e);
    }
  }

  /** Asks until there is an answer; that the server is away is told once. */
  static <T> T patiently(Supplier<T> question) {
    boolean away = false;
    while (true) {
      try {
        return question.get();
      } catch (Unreachable e) {
        if (!away) {
          System.err.println(e.getMessage() + " Still trying; Ctrl-C gives up.");
        }
        away = true;
      }
      pause();
    }
  }

  /** Between two questions. */
  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UsageException("interrupted; the server goes on");
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

  private HttpRequest.Builder ask(String path) {
    return HttpRequest.newBuilder(at(path)).timeout(PATIENCE);
  }

  private JsonNode json(HttpRequest.Builder request) {
    HttpResponse<String> answer = send(request, BodyHandlers.ofString());
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      if (answer.statusCode() >= 500) {
        // A proxy before a Telltale that is away has a page for it.
        throw new Unreachable("%s answers %d.".formatted(address, answer.statusCode()));
      }
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
      return client.send(request.build(), handler);
    } catch (IOException e) {
      throw away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while asking " + address, e);
    }
  }

  private Unreachable away(IOException e) {
    return new Unreachable(
        "%s does not answer%s; is a Telltale running there?"
            .formatted(address, e.getMessage() == null ? "" : " (" + e.getMessage() + ")"),
        e);
  }
}

package dev.telltale.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a terminal makes of answers that come from a proxy, or only in part. */
class AuditServerTest {
  private static final String PAGE = "<html>Bad Gateway</html>";

  /** An answer; one that is cut says that it is longer than it is. */
  private record Answer(int status, String body, boolean cut) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private HttpServer proxy;
  private AuditServer remote;

  @TempDir private Path temp;

  @BeforeEach
  void start() throws IOException {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", this::answer);
    proxy.start();
    remote = new AuditServer("http://127.0.0.1:" + proxy.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    proxy.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Answer next = answers.size() > 1 ? answers.pop() : answers.peek();
    byte[] body = next.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(next.status(), body.length + (next.cut() ? 1000 : 0));
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void aPageOfAProxyBeforeAServerThatIsAwayIsWaitedFor() {
    answers.add(new Answer(502, PAGE, false));
    assertThatThrownBy(() -> remote.audit("one"))
        .isInstanceOf(AuditServer.Unreachable.class)
        .hasMessageContaining("502");
    answers.add(new Answer(200, "{\"state\":\"running\"}", false));
    assertThat(AuditServer.patiently(() -> remote.audit("one")).get("state").asText())
        .isEqualTo("running");
  }

  @Test
  void aPageOfAnotherServerIsNot() {
    answers.add(new Answer(200, PAGE, false));
    assertThatThrownBy(() -> AuditServer.patiently(() -> remote.audit("one")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is no Telltale");
  }

  @Test
  void aDownloadThatIsCutIsAskedForAgain() throws IOException {
    Path file = temp.resolve("report.json");
    answers.addAll(
        List.of(
            new Answer(503, PAGE, false),
            new Answer(200, "{\"longer than the whole", true),
            new Answer(200, "{\"findings\":[]}", false)));
    remote.download("/report", file);
    assertThat(Files.readString(file)).isEqualTo("{\"findings\":[]}");
  }

  @Test
  void aFileThatCannotBeWrittenEndsADownload() {
    answers.add(new Answer(200, "{}", false));
    Path file = temp.resolve("missing/report.json");
    assertThatThrownBy(() -> remote.download("/report", file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aRetryHasHappenedWhenTheAuditGoesOnOrHasEndedAnew() {
    AuditChange retry = new AuditChange.Retry();
    ObjectNode before = audit("completed", "2025-10-09T08:55:25Z");
    assertThat(retry.hasHappened(before, before.deepCopy())).isFalse();
    assertThat(retry.hasHappened(before, audit("running", null))).isTrue();
    assertThat(retry.hasHappened(before, audit("completed", "2025-10-09T08:57:00Z"))).isTrue();
  }

  private static ObjectNode audit(String state, String endedAt) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("state", state)
        .put("endedAt", endedAt)
        .put("aside", 1);
  }
}

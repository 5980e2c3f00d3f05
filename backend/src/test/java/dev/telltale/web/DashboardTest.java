package dev.telltale.web;

import static dev.telltale.web.WebServer.get;
import static dev.telltale.web.WebServer.port;
import static dev.telltale.web.WebServer.temp;
import static dev.telltale.web.WebServer.type;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard's files, and who may have them. */
@ExtendWith(WebServer.class)
class DashboardTest {
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
    assertThat(raw("GET /api/status HTTP/1.1\r\nHost: localhost:" + port() + "\r\n"))
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
    Files.writeString(temp().resolve("secret.txt"), "a secret");
    for (String path :
        List.of("/../secret.txt", "/..%2fsecret.txt", "/assets/..%2f../secret.txt")) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"))
          .doesNotContain("a secret");
    }
  }

  private static String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}

package dev.telltale.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.HostAndPort;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorsTest {
  private final Visitors visitors = visitors("127.0.0.1", "https://telltale.example:8443");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8080",
        "LocalHost",
        "127.0.0.1:8080",
        "192.168.1.7:8080",
        "[::1]:8080",
        "[fe80::1]",
        "telltale.example",
        "TELLTALE.example:8443"
      })
  void ownNamesAndAddressesAreKnown(String authority) {
    assertThat(visitors.known(HostAndPort.parseAuthority(authority, 80))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:8080", // a name that its owner points at this address
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io:8080",
        "telltale.example.evil.example",
        "sub.telltale.example"
      })
  void namesThatAnotherSiteCouldOwnAreNot(String authority) {
    assertThat(visitors.known(HostAndPort.parseAuthority(authority, 80))).isFalse();
  }

  @Test
  void aRequestWithoutANameIsNotKnown() {
    assertThat(visitors.known(null)).isFalse();
    assertThat(visitors.welcome("http://localhost:8080", null)).isFalse();
  }

  @Test
  void theNameThatIsListenedOnIsKnown() {
    assertThat(visitors("Gpu-Box.lan").known(HostAndPort.create("gpu-box.lan", 8080))).isTrue();
  }

  @Test
  void theDashboardsOwnPagesAreWelcome() {
    HostAndPort asked = HostAndPort.authority("localhost", 8080);
    assertThat(visitors.welcome("http://localhost:8080", asked)).isTrue();
    assertThat(visitors.welcome("https://localhost:8080", asked)).isTrue();
    assertThat(visitors.welcome("http://[::1]:8080", HostAndPort.parseAuthority("[::1]:8080", 80)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "http://localhost:9090",
        "http://localhost",
        "http://localhost:8080.evil.example",
        "http://evil.example/http://localhost:8080",
        "null",
        "",
        "file://"
      })
  void pagesOfOtherOriginsAreNot(String origin) {
    assertThat(visitors.welcome(origin, HostAndPort.authority("localhost", 8080))).isFalse();
  }

  @Test
  void originsThatWereAllowedAreWelcomeUnderAnyName() {
    HostAndPort asked = HostAndPort.authority("localhost", 8080);
    assertThat(visitors.welcome("https://telltale.example:8443", asked)).isTrue();
    assertThat(visitors.welcome("https://telltale.example", asked)).isFalse();
    assertThat(visitors.welcome("http://telltale.example:8443", asked)).isFalse();
  }

  @Test
  void anOriginIsTakenAsBrowsersWriteIt() {
    assertThat(options("h", " HTTPS://Telltale.Example/ ").allowedOrigins())
        .containsExactly("https://telltale.example");
    assertThat(options("h", "http://[::1]:5173").allowedOrigins()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"telltale.example", "localhost:5173", "*", "https://", "https://a/b", ""})
  void whatIsNoOriginIsRefusedInWords(String origin) {
    assertThatThrownBy(() -> options("h", origin))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not of the form https://HOST");
  }

  private static Visitors visitors(String host, String... origins) {
    return new Visitors(options(host, origins));
  }

  private static WebOptions options(String host, String... origins) {
    return new WebOptions(host, 8080, Path.of("web"), Set.of(origins));
  }
}

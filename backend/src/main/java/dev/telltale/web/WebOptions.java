package dev.telltale.web;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the web server listens and what it serves.
 *
 * @param host address to bind
 * @param port port to bind; 0 for any free one
 * @param dashboard directory of the dashboard's files
 * @param allowedOrigins further origins, such as {@code https://telltale.example}, whose pages may
 *     connect
 */
public record WebOptions(String host, int port, Path dashboard, Set<String> allowedOrigins) {
  private static final Pattern ORIGIN =
      Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

  /**
   * Writes origins as browsers do.
   *
   * @throws IllegalArgumentException if an origin is none
   */
  public WebOptions {
    allowedOrigins =
        allowedOrigins.stream().map(WebOptions::origin).collect(Collectors.toUnmodifiableSet());
  }

  private static String origin(String text) {
    String origin = text.strip().toLowerCase(Locale.ROOT).replaceFirst("/$", "");
    if (!ORIGIN.matcher(origin).matches()) {
      throw new IllegalArgumentException(
          "the origin " + text + " is not of the form https://HOST or https://HOST:PORT");
    }
    return origin;
  }
}

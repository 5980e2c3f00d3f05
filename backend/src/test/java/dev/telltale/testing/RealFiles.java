package dev.telltale.testing;

import java.nio.file.Path;

/** Where the real photographs and networks lie that are too large, or not ours, to be committed. */
public final class RealFiles {
  private RealFiles() {}

  /** {@code $TELLTALE_REAL}, or {@code ../shared/real} beside the repository; may be absent. */
  public static Path directory() {
    String named = System.getenv("TELLTALE_REAL");
    return named != null
        ? Path.of(named)
        : Path.of("../../shared/real").toAbsolutePath().normalize();
  }
}

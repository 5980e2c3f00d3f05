package dev.telltale.cli;

import java.nio.file.Path;

/** Where Telltale's own files lie; the launcher says so. */
final class Home {
  private Home() {}

  /** The bundle that the demo screens with. */
  static Path demoBundle() {
    return root().resolve("models").resolve("birds-p95");
  }

  /** The demo's bundles, and the empty networks that are trained. */
  static Path models() {
    return root().resolve("models");
  }

  /** The dashboard's files. */
  static Path dashboard() {
    return root().resolve("backend").resolve("target").resolve("dist").resolve("web");
  }

  /** Whether a person watches standard error. */
  static boolean terminal() {
    return Boolean.getBoolean("telltale.terminal");
  }

  private static Path root() {
    return Path.of(System.getProperty("telltale.home", "."));
  }
}

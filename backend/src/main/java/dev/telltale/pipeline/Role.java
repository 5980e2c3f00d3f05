package dev.telltale.pipeline;

import java.util.Locale;

/** What a member does. */
public enum Role {
  /** Serves REST, live feed and dashboard. */
  WEB,
  /** Takes images in and runs models on its devices. */
  WORKER;

  /** As in configuration and REST: {@code web}, {@code worker}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

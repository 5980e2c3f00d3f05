package dev.telltale.pipeline;

import java.util.Locale;

/** What a member does. */
public enum Role {
  /** Serves REST, live feed and dashboard. */
  WEB,
  /** Takes images and units of audits in and runs models on its devices. */
  WORKER,
  /** Leads audits: plans their stages, orders their units and puts the results together. */
  COORDINATOR;

  /** As in configuration and REST: {@code web}, {@code worker}, {@code coordinator}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

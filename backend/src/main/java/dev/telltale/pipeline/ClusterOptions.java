package dev.telltale.pipeline;

import java.util.List;

/**
 * How members find each other: by a list, never by multicast.
 *
 * @param host address that this member binds and is known by
 * @param port of this member; 0 for any free one
 * @param members {@code host:port} of members to join; empty for a cluster of one
 */
public record ClusterOptions(String host, int port, List<String> members) {
  /** Copies the list. */
  public ClusterOptions {
    members = List.copyOf(members);
  }
}

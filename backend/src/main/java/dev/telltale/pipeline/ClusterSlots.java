package dev.telltale.pipeline;

import dev.telltale.pipeline.messages.MemberReport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many units the cluster can work on at once, as its members say. Thread-safe. */
final class ClusterSlots {
  /** Members speak four times a second. */
  private static final long GONE_NANOS = 3_000_000_000L;

  private final Map<String, Heard> members = new ConcurrentHashMap<>();

  private record Heard(int slots, long nanos) {}

  void heard(MemberReport report, long nowNanos) {
    int slots = report.worker() == null ? 0 : report.worker().getJsonArray("devices").size();
    members.put(report.id(), new Heard(slots, nowNanos));
  }

  /** The slots of all that were heard of lately; 1 when there is none, so that work waits there. */
  int count(long nowNanos) {
    members.values().removeIf(heard -> nowNanos - heard.nanos() > GONE_NANOS);
    return Math.max(1, members.values().stream().mapToInt(Heard::slots).sum());
  }
}

package dev.telltale.web;

import dev.telltale.screening.ScreeningMetrics;
import dev.telltale.screening.ScreeningMetrics.Point;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one client of the live feed has been told: a version, and how far its charts reach. The next
 * message is computed from the state of the moment, so a client that was slow skips what lay
 * between and costs no memory.
 */
final class LiveSession {
  private final Map<String, List<Point>> historySent = new HashMap<>();
  private boolean snapshotWanted = true;
  private long heardAt;
  private long version;
  private long seq;

  /**
   * @param nowNanos when the client connected
   */
  LiveSession(long nowNanos) {
    heardAt = nowNanos;
  }

  /** The client is there: it answered a ping, or said something. */
  void heard(long nowNanos) {
    heardAt = nowNanos;
  }

  /** How long the client has not been heard. */
  long silentNanos(long nowNanos) {
    return nowNanos - heardAt;
  }

  /** The client asks for everything again. */
  void resync() {
    snapshotWanted = true;
  }

  /** Sequence number of the last snapshot or delta. */
  long seq() {
    return seq;
  }

  /** The next message, or null when there is nothing to tell. */
  @Nullable Map<String, Object> next(LiveState state) {
    Map<String, Object> message;
    if (snapshotWanted) {
      snapshotWanted = false;
      historySent.clear();
      message = state.snapshot(++seq);
      state.screeningsAfter(-1).forEach(this::sent);
    } else if (state.version() == version) {
      return null;
    } else {
      message = delta(state);
      if (message == null) {
        version = state.version();
        return null;
      }
    }
    version = state.version();
    return message;
  }

  private @Nullable Map<String, Object> delta(LiveState state) {
    Map<String, Object> message = new LinkedHashMap<>();
    List<ScreeningMetrics> screenings = state.screeningsAfter(version);
    if (!screenings.isEmpty()) {
      message.put("screenings", screenings.stream().map(this::withNewHistory).toList());
      screenings.forEach(this::sent);
    }
    put(message, "rejects", state.rejectsAfter(version));
    put(message, "workers", state.workersAfter(version));
    List<ImageSummary> recent = state.recentAfter(version);
    if (!recent.isEmpty()) {
      message.put("recent", recent);
    }
    List<TrainingSummary> trainings = state.trainingsAfter(version);
    if (!trainings.isEmpty()) {
      message.put("trainings", trainings);
    }
    put(message, "runs", state.runsAfter(version));
    List<AuditSummary> audits = state.auditsAfter(version);
    if (!audits.isEmpty()) {
      message.put("audits", audits);
    }
    put(message, "auditIds", state.auditIdsAfter(version));
    put(message, "auditTotal", state.auditTotalAfter(version));
    if (message.isEmpty()) {
      return null;
    }
    message.put("type", "delta");
    message.put("seq", ++seq);
    return message;
  }

  private ScreeningMetrics withNewHistory(ScreeningMetrics screening) {
    List<Point> sent = historySent.getOrDefault(screening.key(), List.of());
    return screening.withHistory(fromFirstChange(sent, screening.history()));
  }

  /**
   * The points from the last one sent on, or from an earlier one that a late score changed or made;
   * both lists in order of time.
   */
  private static List<Point> fromFirstChange(List<Point> sent, List<Point> points) {
    long last = sent.isEmpty() ? Long.MIN_VALUE : sent.get(sent.size() - 1).at();
    int same = 0;
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      while (same < sent.size() && sent.get(same).at() < point.at()) {
        same++;
      }
      if (point.at() >= last || !point.equals(sent.get(same))) {
        return points.subList(i, points.size());
      }
    }
    return List.of();
  }

  private void sent(ScreeningMetrics screening) {
    historySent.put(screening.key(), screening.history());
  }

  private static void put(Map<String, Object> message, String name, @Nullable Object value) {
    if (value != null) {
      message.put(name, value);
    }
  }
}

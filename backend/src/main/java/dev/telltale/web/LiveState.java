package dev.telltale.web;

import dev.telltale.pipeline.index.IndexedImage;
import dev.telltale.pipeline.messages.MemberReport;
import dev.telltale.pipeline.messages.MetricsUpdate;
import dev.telltale.screening.ScreeningMetrics;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the live feed shows, with a version on every part: a client is told the parts whose version
 * is above the last one it was told, so no queue is kept for it. Belongs to one event loop.
 */
final class LiveState {
  static final int RECENT = 60;

  /** Audits that have ended, the last ones; the others are asked for by pages. */
  static final int ENDED_AUDITS = 100;

  private static final long MEMBER_GONE_NANOS = 3_000_000_000L;

  private final Map<String, Versioned<ScreeningMetrics>> screenings = new HashMap<>();
  private final Map<String, Heard> members = new TreeMap<>();
  private final ArrayDeque<Versioned<ImageSummary>> recent = new ArrayDeque<>();
  private final Map<String, Versioned<TrainingSummary>> trainings = new HashMap<>();
  private final Map<String, Versioned<AuditSummary>> audits = new HashMap<>();
  private Versioned<List<String>> auditIds = new Versioned<>(List.of(), 0);
  private Versioned<Integer> auditTotal = new Versioned<>(0, 0);
  private Versioned<List<String>> runs = new Versioned<>(List.of(), 0);
  private Versioned<Map<String, Long>> rejects = new Versioned<>(Map.of(), 0);
  private long membersVersion;
  private long version;

  /** A part and when it last changed. */
  record Versioned<T>(T value, long version) {}

  private record Heard(MemberReport report, long at) {}

  /** The {@code Rejects} of the contract. */
  record Rejects(long total, Map<String, Long> byReason) {}

  /** The newest version of any part. */
  long version() {
    return version;
  }

  /** Takes in what changed in the metrics. */
  void update(MetricsUpdate update) {
    version++;
    for (ScreeningMetrics screening : update.screenings()) {
      screenings.put(screening.key(), new Versioned<>(screening, version));
    }
    for (IndexedImage image : update.images()) {
      recent.addFirst(new Versioned<>(ImageSummary.of(image), version));
      if (recent.size() > RECENT) {
        recent.removeLast();
      }
    }
    if (update.rejects() != null) {
      rejects = new Versioned<>(new TreeMap<>(update.rejects()), version);
    }
  }

  /** Fills the newest images at the start, oldest first. */
  void remember(List<IndexedImage> images) {
    update(new MetricsUpdate(List.of(), images, null));
  }

  /** Takes in what a member said. */
  void heard(MemberReport report, long nowNanos) {
    Heard before = members.put(report.id(), new Heard(report, nowNanos));
    if (before == null || !Objects.equals(before.report(), report)) {
      membersVersion = ++version;
    }
  }

  /** Forgets members that have not been heard for three seconds. */
  void forgetSilent(long nowNanos) {
    if (members.values().removeIf(heard -> nowNanos - heard.at() > MEMBER_GONE_NANOS)) {
      membersVersion = ++version;
    }
  }

  /** Takes in all trainings as they stand, the newest first. */
  void trainings(List<TrainingSummary> all) {
    List<String> names = all.stream().map(TrainingSummary::run).toList();
    if (!names.equals(runs.value())) {
      runs = new Versioned<>(names, ++version);
      trainings.keySet().retainAll(names);
    }
    for (TrainingSummary training : all) {
      Versioned<TrainingSummary> before = trainings.get(training.run());
      if (before == null || !before.value().equals(training)) {
        trainings.put(training.run(), new Versioned<>(training, ++version));
      }
    }
  }

  /** Trainings that changed after a version, the newest first. */
  List<TrainingSummary> trainingsAfter(long since) {
    return runs.value().stream()
        .map(trainings::get)
        .filter(part -> part.version() > since)
        .map(Versioned::value)
        .toList();
  }

  /** Names of all trainings, the newest first, if one came or went after a version. */
  @Nullable List<String> runsAfter(long since) {
    return runs.version() > since ? runs.value() : null;
  }

  /**
   * Takes in audits as they stand, the newest first.
   *
   * @param all that are to be shown
   * @param total number of audits, with those that are not
   */
  void audits(List<AuditSummary> all, int total) {
    if (total != auditTotal.value()) {
      auditTotal = new Versioned<>(total, ++version);
    }
    List<String> ids = all.stream().map(AuditSummary::id).toList();
    if (!ids.equals(auditIds.value())) {
      auditIds = new Versioned<>(ids, ++version);
      audits.keySet().retainAll(new HashSet<>(ids));
    }
    for (AuditSummary audit : all) {
      Versioned<AuditSummary> before = audits.get(audit.id());
      if (before == null || !before.value().equals(audit)) {
        audits.put(audit.id(), new Versioned<>(audit, ++version));
      }
    }
  }

  /** Audits that changed after a version, the newest first. */
  List<AuditSummary> auditsAfter(long since) {
    return auditIds.value().stream()
        .map(audits::get)
        .filter(part -> part.version() > since)
        .map(Versioned::value)
        .toList();
  }

  /** Number of all audits, if it changed after a version. */
  @Nullable Integer auditTotalAfter(long since) {
    return auditTotal.version() > since ? auditTotal.value() : null;
  }

  /** Ids of the audits that are shown, the newest first, if one came or went after a version. */
  @Nullable List<String> auditIdsAfter(long since) {
    return auditIds.version() > since ? auditIds.value() : null;
  }

  /** Members now known. */
  List<MemberReport> members() {
    return members.values().stream().map(Heard::report).toList();
  }

  /** Screenings that changed after a version, the most recently active first. */
  List<ScreeningMetrics> screeningsAfter(long since) {
    return screenings.values().stream()
        .filter(part -> part.version() > since)
        .map(Versioned::value)
        .sorted(
            Comparator.comparing(
                    ScreeningMetrics::lastScoredAt,
                    Comparator.nullsFirst(Comparator.naturalOrder()))
                .reversed()
                .thenComparing(ScreeningMetrics::key))
        .toList();
  }

  /** Dead letters, if they changed after a version. */
  @Nullable Rejects rejectsAfter(long since) {
    return rejects.version() > since ? rejects() : null;
  }

  Rejects rejects() {
    long total = rejects.value().values().stream().mapToLong(Long::longValue).sum();
    return new Rejects(total, rejects.value());
  }

  /** Worker reports, all of them, if any member changed after a version. */
  @Nullable List<Map<String, Object>> workersAfter(long since) {
    return membersVersion > since ? workers() : null;
  }

  List<Map<String, Object>> workers() {
    return members().stream()
        .map(MemberReport::worker)
        .filter(Objects::nonNull)
        .map(JsonObject::getMap)
        .toList();
  }

  /** Newest images that arrived after a version, newest first. */
  List<ImageSummary> recentAfter(long since) {
    List<ImageSummary> images = new ArrayList<>();
    for (Versioned<ImageSummary> image : recent) {
      if (image.version() <= since) {
        break;
      }
      images.add(image.value());
    }
    return images;
  }

  /** All parts as a snapshot message. */
  Map<String, Object> snapshot(long seq) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", "snapshot");
    message.put("seq", seq);
    message.put("screenings", screeningsAfter(-1));
    message.put("rejects", rejects());
    message.put("workers", workers());
    message.put("recent", recentAfter(-1));
    message.put("trainings", trainingsAfter(-1));
    message.put("audits", auditsAfter(-1));
    message.put("auditTotal", auditTotal.value());
    return message;
  }
}

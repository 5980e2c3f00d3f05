package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.audit.AuditProgress;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.pipeline.messages.LiveAudit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member's view of {@code telltale.audits}, and of what coordinators say of those that run. What
 * is later in an audit wins, so its progress never goes back. One thread takes records in; any may
 * read.
 */
public final class Audits {
  private static final Logger LOG = LoggerFactory.getLogger(Audits.class);
  private static final Comparator<Audit> NEWEST_FIRST =
      Comparator.comparing(Audit::createdAt).reversed().thenComparing(Audit::id);

  private final Map<String, AuditRecord> records = new ConcurrentHashMap<>();
  private final Map<String, LiveAudit> live = new ConcurrentHashMap<>();
  private final Map<String, Audit> byId = new ConcurrentHashMap<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final AtomicLong deletions = new AtomicLong();
  private volatile List<Audit> newestFirst = List.of();

  /** What a worker should do with a unit that it holds. */
  enum Wanted {
    /** Work on it. */
    YES,
    /** Give it back: it will be ordered again. */
    LATER,
    /** Forget it: nobody waits for it. */
    NO
  }

  /** All audits, the one that was asked for last first. */
  public List<Audit> all() {
    return newestFirst;
  }

  /** One audit; empty when there is none of this name. */
  public Optional<Audit> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** What Kafka has of each. */
  Collection<AuditRecord> records() {
    return records.values();
  }

  /** How often audits were deleted, as far as this member has read; ever more. */
  long deletions() {
    return deletions.get();
  }

  /** Whether a unit is still to be worked on, as far as this member knows. */
  Wanted wanted(UnitRecord unit) {
    AuditRecord audit = records.get(unit.audit());
    if (audit == null) {
      // Its order may be here before the record that was written with it.
      return deleted.contains(unit.audit()) ? Wanted.NO : Wanted.YES;
    }
    return switch (audit.state()) {
      case COMPLETED, FAILED, CANCELLED -> Wanted.NO;
      case PAUSED -> Wanted.LATER;
      case REQUESTED, RUNNING, WAITING_FOR_ANNOTATION ->
          passed(audit, unit) ? Wanted.NO : Wanted.YES;
    };
  }

  /** Whether the audit has gone on without this order. */
  private static boolean passed(AuditRecord audit, UnitRecord unit) {
    for (int i = 0; i < audit.stages().size(); i++) {
      AuditRecord.Stage stage = audit.stages().get(i);
      if (stage.name().equals(unit.stage())) {
        return i < audit.stage()
            || (i == audit.stage() && unit.round() < stage.round())
            || (i == audit.stage()
                && unit.attempt() < audit.orders().attempts().getOrDefault(unit.unit(), 0))
            || audit.aside().stream()
                .anyMatch(
                    aside -> aside.stage().equals(unit.stage()) && aside.unit() == unit.unit());
      }
    }
    return false;
  }

  /**
   * Takes in records, in the order of the topic; one that is no audit is passed over and logged.
   */
  void take(Iterable<ConsumerRecord<byte[], byte[]>> taken) {
    for (ConsumerRecord<byte[], byte[]> record : taken) {
      if (record.value() == null && record.key() != null) {
        forget(new String(record.key(), UTF_8));
      } else {
        read(record);
      }
    }
    order();
  }

  /** Takes in what a coordinator says. */
  synchronized void take(LiveAudit said) {
    AuditRecord record = records.get(said.audit());
    LiveAudit before = live.get(said.audit());
    if (record == null
        || record.state() != AuditRecord.State.RUNNING
        || compare(said, said(record)) < 0
        || (before != null && compare(said, before) < 0)) {
      return;
    }
    live.put(said.audit(), said);
    byId.put(said.audit(), AuditRecords.audit(record, said));
    order();
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    try {
      AuditRecord audit = EventCodec.readAuditRecord(record);
      take(audit);
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "{}/{}/{} is no audit: {}",
          record.topic(),
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }

  private synchronized void take(AuditRecord record) {
    LiveAudit said = live.get(record.audit());
    boolean ahead = said != null && record.endedAt() == null && compare(said, said(record)) >= 0;
    if (!ahead) {
      live.remove(record.audit());
    }
    Audit audit = AuditRecords.audit(record, ahead ? said : null);
    deleted.remove(record.audit());
    records.put(record.audit(), record);
    byId.put(record.audit(), audit);
  }

  private synchronized void forget(String audit) {
    records.remove(audit);
    live.remove(audit);
    byId.remove(audit);
    deleted.add(audit);
    deletions.incrementAndGet();
  }

  private synchronized void order() {
    newestFirst = byId.values().stream().sorted(NEWEST_FIRST).toList();
  }

  private static LiveAudit said(AuditRecord record) {
    return new LiveAudit(record.audit(), record.retries(), AuditRecords.progress(record), null);
  }

  /** Which of two is later in an audit. */
  private static int compare(LiveAudit a, LiveAudit b) {
    return Comparator.comparingInt(LiveAudit::retries)
        .thenComparingInt(said -> said.progress().stage())
        .thenComparingInt(said -> ended(said.progress()))
        .compare(a, b);
  }

  private static int ended(AuditProgress progress) {
    if (progress.stage() >= progress.stages().size()) {
      return 0;
    }
    AuditProgress.Stage stage = progress.stages().get(progress.stage());
    return stage.done() + stage.aside();
  }
}

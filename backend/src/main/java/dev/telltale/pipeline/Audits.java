package dev.telltale.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.audit.AuditProgress;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.EventCodec;
import dev.telltale.kafka.event.UnitRecord;
import dev.telltale.pipeline.messages.LiveAudit;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
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

  /** Units of one that is deleted longer are at worst worked on in vain. */
  private static final int MOST_DELETED = 1000;

  private final Map<String, AuditRecord> records = new ConcurrentHashMap<>();
  private final Map<String, LiveAudit> live = new ConcurrentHashMap<>();
  private final Map<String, Audit> byId = new ConcurrentHashMap<>();
  private final Set<String> deleted =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_DELETED;
                }
              }));
  private final AtomicLong lettingGo = new AtomicLong();
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

  /**
   * The audits that have not ended, and of the others those that ended last; in the order of {@link
   * #all}.
   *
   * @param most so many that have ended, at most
   */
  public List<Audit> latest(int most) {
    List<Audit> all = newestFirst;
    Set<String> lately =
        all.stream()
            .filter(audit -> audit.endedAt() != null)
            .sorted(Comparator.comparing(Audit::endedAt).reversed().thenComparing(Audit::id))
            .limit(most)
            .map(Audit::id)
            .collect(Collectors.toSet());
    return all.stream()
        .filter(audit -> audit.endedAt() == null || lately.contains(audit.id()))
        .toList();
  }

  /** One audit; empty when there is none of this name. */
  public Optional<Audit> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** What Kafka has of each. */
  Collection<AuditRecord> records() {
    return records.values();
  }

  /**
   * How often audits let go of artifacts, as far as this member has read: deleted, or at an end at
   * which the outcomes of their units are never needed again; ever more.
   */
  long lettingGo() {
    return lettingGo.get();
  }

  /** Whether an audit was there, and is deleted. */
  boolean deleted(String audit) {
    return deleted.contains(audit);
  }

  /**
   * Whether a unit is still to be worked on, as far as this member knows. An order may be here
   * before the record that was written with it: what could be newer than what is known is at least
   * given back, since one that is forgotten is never ordered again.
   */
  Wanted wanted(UnitRecord unit) {
    AuditRecord audit = records.get(unit.audit());
    if (audit == null) {
      // One of the same name may have been asked for since: if not, its coordinator forgets it.
      return deleted(unit.audit()) ? Wanted.LATER : Wanted.YES;
    }
    return switch (audit.state()) {
      case CANCELLED -> Wanted.NO;
      // These may have been tried again meanwhile.
      case COMPLETED -> audit.aside().isEmpty() ? Wanted.NO : Wanted.LATER;
      case FAILED, PAUSED -> Wanted.LATER;
      case REQUESTED, RUNNING, WAITING_FOR_ANNOTATION -> wanted(audit, unit);
    };
  }

  private static Wanted wanted(AuditRecord audit, UnitRecord unit) {
    int place = 0;
    while (place < audit.stages().size()
        && !audit.stages().get(place).name().equals(unit.stage())) {
      place++;
    }
    if (place == audit.stages().size()) {
      return Wanted.YES;
    }
    int round = audit.stages().get(place).round();
    if (place > audit.stage() || unit.round() > round) {
      return Wanted.YES;
    }
    List<AuditRecord.Aside> here =
        audit.aside().stream().filter(one -> one.stage().equals(unit.stage())).toList();
    if (place < audit.stage()) {
      return here.isEmpty() ? Wanted.NO : Wanted.LATER;
    }
    boolean without = here.stream().anyMatch(one -> one.unit() == unit.unit());
    int attempt = audit.orders().attempts().getOrDefault(unit.unit(), 0);
    boolean passed = unit.round() < round || unit.attempt() < attempt;
    return passed || (without && unit.attempt() == attempt) ? Wanted.NO : Wanted.YES;
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
    LiveAudit said = record.endedAt() == null ? live.get(record.audit()) : null;
    if (said != null && compare(said, said(record)) < 0) {
      said = caughtUp(said, record);
    }
    if (said != null && record.state() != AuditRecord.State.RUNNING) {
      said = resting(said);
    }
    if (said == null) {
      live.remove(record.audit());
    } else {
      live.put(record.audit(), said);
    }
    Audit audit = AuditRecords.audit(record, said);
    deleted.remove(record.audit());
    records.put(record.audit(), record);
    byId.put(record.audit(), audit);
    if (AuditRecords.disposable(record.state(), record.aside().isEmpty())) {
      lettingGo.incrementAndGet();
    }
  }

  /**
   * What a coordinator said a moment before the record counted more units: speed and workers are
   * still the latest there is of this stage. Null where the record is of another stage.
   */
  private static @Nullable LiveAudit caughtUp(LiveAudit said, AuditRecord record) {
    AuditProgress before = said.progress();
    if (record.retries() != said.retries() || record.stage() != before.stage()) {
      return null;
    }
    AuditProgress now =
        new AuditProgress(
            AuditRecords.progress(record).stages(),
            before.stage(),
            before.unitsPerSecond(),
            before.left(),
            before.running(),
            before.lately());
    return new LiveAudit(said.audit(), said.retries(), now, said.partial());
  }

  /** Nothing is ordered: what ended stays to be seen, speed and workers are none. */
  private static LiveAudit resting(LiveAudit said) {
    AuditProgress before = said.progress();
    AuditProgress now =
        new AuditProgress(before.stages(), before.stage(), null, null, List.of(), before.lately());
    return new LiveAudit(said.audit(), said.retries(), now, said.partial());
  }

  private synchronized void forget(String audit) {
    records.remove(audit);
    live.remove(audit);
    byId.remove(audit);
    deleted.add(audit);
    lettingGo.incrementAndGet();
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

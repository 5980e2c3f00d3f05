package dev.telltale.web;

import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.AuditState;
import dev.telltale.pipeline.Audit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Audits that Kafka was just asked for through this member, and of which no coordinator has told
 * yet: who is given the address of an audit finds it there at once.
 */
final class AskedAudits {
  /** A request that no coordinator has taken up by then shows only once one has. */
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final Map<String, Audit> asked = new ConcurrentHashMap<>();

  void add(String id, String title, AuditSpec spec, Instant at) {
    asked.values().removeIf(audit -> audit.createdAt().isBefore(at.minus(KEPT)));
    asked.put(
        id,
        new Audit(
            id,
            title,
            spec,
            AuditState.REQUESTED,
            at,
            null,
            new AuditProgress(List.of(), 0, null, null, List.of(), List.of()),
            List.of(),
            null,
            null,
            null,
            null,
            0,
            List.of()));
  }

  Optional<Audit> find(String id) {
    return Optional.ofNullable(asked.get(id));
  }

  /** A coordinator tells of it. */
  void known(String id) {
    asked.remove(id);
  }
}

package dev.telltale.pipeline;

import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.State;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which audits of the cluster have their turn: five at a time, those first that were asked for
 * first. Every coordinator works it out alike, from what Kafka says of all audits.
 *
 * @param running may order units
 * @param next may begin to run
 */
record Turns(Set<String> running, Set<String> next) {
  /** So many audits run at once. */
  static final int AT_ONCE = 5;

  private static final Comparator<AuditRecord> FIRST_ASKED =
      Comparator.comparing(AuditRecord::requestedAt).thenComparing(AuditRecord::audit);

  /** The turns, as far as these records tell. */
  static Turns of(Collection<AuditRecord> audits) {
    List<String> running = inOrder(audits, audit -> audit.state() == State.RUNNING);
    List<String> waiting = inOrder(audits, audit -> audit.state() == State.REQUESTED);
    int free = Math.max(0, AT_ONCE - running.size());
    return new Turns(
        running.stream().limit(AT_ONCE).collect(Collectors.toUnmodifiableSet()),
        waiting.stream().limit(free).collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * So many units of an audit may be out at once: two for each slot that is its fair share, and
   * about a second of work where units are short.
   *
   * @param audit that runs
   * @param slots of the cluster, together
   * @param meanSeconds that a unit takes; NaN while that is not known
   */
  int window(String audit, int slots, double meanSeconds) {
    if (!running.contains(audit)) {
      return 0;
    }
    double each = Double.isNaN(meanSeconds) ? 2 : 1 / Math.max(meanSeconds, 1e-3);
    double all = Math.max(2, Math.min(64, each)) * Math.max(1, slots);
    return (int) Math.max(1, Math.ceil(all / running.size()));
  }

  private static List<String> inOrder(
      Collection<AuditRecord> audits, Predicate<AuditRecord> which) {
    return audits.stream().filter(which).sorted(FIRST_ASKED).map(AuditRecord::audit).toList();
  }
}

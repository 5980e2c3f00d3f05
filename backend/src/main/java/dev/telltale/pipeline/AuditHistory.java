package dev.telltale.pipeline;

import dev.telltale.kafka.event.AuditCommand;
import dev.telltale.kafka.event.AuditRecord;
import dev.telltale.kafka.event.AuditRecord.Happening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to an audit, in words, for people; of very much, how it began and what was last.
 * Belongs to one thread.
 */
final class AuditHistory {
  /** So many from the beginning are never left out. */
  private static final int FIRST = 20;

  private final List<Happening> all;

  AuditHistory(List<Happening> before) {
    this.all = new ArrayList<>(before);
  }

  /** Something happened at this moment. */
  void add(String what) {
    add(Instant.now(), what);
  }

  /** Somebody wanted something, and has it. */
  void add(String what, AuditCommand command) {
    String by = command.by();
    add(command.at(), by == null ? what : what + " by " + by);
  }

  private void add(Instant at, String what) {
    all.add(new Happening(at, AuditRecords.line(what)));
    if (all.size() > AuditRecord.MAX_LOG) {
      all.remove(FIRST);
    }
  }

  /** What happened, in the order in which the audit's coordinators learned of it. */
  List<Happening> all() {
    return List.copyOf(all);
  }

  /** A number of things in words, such as {@code 1 unit}. */
  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}

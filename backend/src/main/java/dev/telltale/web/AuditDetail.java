package dev.telltale.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.telltale.audit.AuditProgress;
import dev.telltale.audit.AuditProgress.Ended;
import dev.telltale.audit.AuditSpec;
import dev.telltale.audit.SetAside;
import dev.telltale.pipeline.Audit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The {@code Audit} of the contract. */
record AuditDetail(
    @JsonUnwrapped AuditSummary summary,
    AuditSpec spec,
    AuditProgress progress,
    List<SetAside> setAside,
    double seconds,
    List<Happening> log,
    String report) {

  /**
   * Something that happened.
   *
   * @param at when
   * @param what in words
   */
  record Happening(Instant at, String what) {}

  static AuditDetail of(Audit audit) {
    return new AuditDetail(
        AuditSummary.of(audit),
        audit.spec(),
        audit.progress(),
        audit.aside(),
        audit.seconds(),
        log(audit),
        audit.report() != null ? "finished" : audit.partial() != null ? "partial" : "none");
  }

  /** What is known of its life, in order: the request, units that threw lately, the end. */
  private static List<Happening> log(Audit audit) {
    List<Happening> log = new ArrayList<>();
    log.add(new Happening(audit.createdAt(), "Asked for"));
    for (Ended unit : audit.progress().lately()) {
      if (unit.error() != null) {
        log.add(
            new Happening(
                unit.at(),
                "%s %d threw on %s: %s"
                    .formatted(unit.stage(), unit.unit() + 1, unit.worker(), unit.error())));
      }
    }
    if (audit.endedAt() != null) {
      String end =
          Character.toUpperCase(audit.state().label().charAt(0))
              + audit.state().label().substring(1);
      log.add(
          new Happening(
              audit.endedAt(), audit.reason() == null ? end : end + ": " + audit.reason()));
    }
    log.sort(Comparator.comparing(Happening::at));
    return log;
  }
}

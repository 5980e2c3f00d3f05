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

  /** What happened to it, in order, and the units that threw lately. */
  private static List<Happening> log(Audit audit) {
    List<Happening> log = new ArrayList<>();
    audit.log().forEach(one -> log.add(new Happening(one.at(), one.what())));
    for (Ended unit : audit.progress().lately()) {
      if (unit.error() != null) {
        log.add(
            new Happening(
                unit.at(),
                "%s: unit %d threw on %s: %s"
                    .formatted(unit.stage(), unit.unit() + 1, unit.worker(), unit.error())));
      }
    }
    log.sort(Comparator.comparing(Happening::at));
    return log;
  }
}

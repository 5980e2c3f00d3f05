package dev.telltale.kafka.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a unit, a record of {@code telltale.unit-results}. Written by the worker that had
 * it. Compacted, and the key is such that every fact counts which an audit's next owner needs.
 *
 * @param audit names the audit
 * @param stage its stage
 * @param round of the stage, see {@link AuditRecord.Stage#round}
 * @param unit its place in the stage's plan, from 0
 * @param attempt of the order
 * @param kind what became of it
 * @param worker the member that had it
 * @param life which life of that member, the same as long as its process lives
 * @param at when this was written
 * @param seconds since the unit began, 0 or more; 0 where it did not
 * @param result what it came to; of a unit that is done only
 * @param error why it threw, on one line; of one that threw only
 */
public record UnitOutcome(
    String audit,
    String stage,
    int round,
    int unit,
    int attempt,
    Kind kind,
    String worker,
    String life,
    Instant at,
    double seconds,
    @Nullable UnitResult result,
    @Nullable String error) {

  /** What became of a unit. */
  public enum Kind {
    /** A worker has begun with it; written before it does. */
    @JsonProperty("started")
    STARTED,
    /** It is done. */
    @JsonProperty("done")
    DONE,
    /** It cannot be done, or not this time. */
    @JsonProperty("threw")
    THREW,
    /** The worker did not do it: the audit was paused, or the worker stopped. */
    @JsonProperty("returned")
    RETURNED
  }

  /**
   * Checks every rule above.
   *
   * @throws InvalidEventException if one is broken; its detail says which
   */
  public UnitOutcome {
    Check.audit(audit);
    Check.stage("stage", stage);
    Check.atLeastZero("round", round);
    Check.atLeastZero("unit", unit);
    Check.atLeastZero("attempt", attempt);
    Check.present("kind", kind);
    Check.text("worker", worker, Check.MAX_NAME);
    Check.text("life", life, Check.MAX_NAME);
    Check.instant("at", at);
    Check.measure("seconds", seconds);
    if (kind == Kind.DONE) {
      Check.present("result", result);
    }
    if (kind == Kind.THREW) {
      Check.text("error", error, AuditRecord.MAX_REASON);
    }
  }

  /**
   * The Kafka key: {@code audit/stage/round/unit} of one that is done, whoever did it; of the
   * others with attempt and kind behind, and of one that was begun with the worker's life.
   */
  public String key() {
    String unitKey =
        String.join("/", audit, stage, Integer.toString(round), Integer.toString(unit));
    return switch (kind) {
      case DONE -> unitKey;
      case THREW -> unitKey + "/" + attempt + "/threw";
      case RETURNED -> unitKey + "/" + attempt + "/returned";
      case STARTED -> unitKey + "/" + attempt + "/started/" + worker + "@" + life;
    };
  }

  /** The audit that a record's key tells of, also where the record has no value. */
  public static String auditOf(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }
}

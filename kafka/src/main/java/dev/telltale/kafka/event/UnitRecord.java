package dev.telltale.kafka.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * That a unit of an audit is to be worked on, a record of {@code telltale.units}: all that a worker
 * needs, but for what lies in the artifact store. Any worker may do it, and more than one may: its
 * result is the same.
 *
 * @param audit names the audit
 * @param stage its stage
 * @param round of the stage, see {@link AuditRecord.Stage#round}
 * @param unit its place in the stage's plan, from 0
 * @param attempt from 0; each order of the same unit has one more
 * @param spec what is audited, a JSON object
 * @param about what the unit is about, in the method's own words
 * @param outcomes addresses of what came of the stages before, by their names
 * @param before what the unit before came to, in a chain; null for the first, and in other stages
 */
public record UnitRecord(
    String audit,
    String stage,
    int round,
    int unit,
    int attempt,
    JsonNode spec,
    JsonNode about,
    Map<String, String> outcomes,
    @Nullable UnitResult before) {

  /**
   * Checks every rule above.
   *
   * @throws InvalidEventException if one is broken; its detail says which
   */
  public UnitRecord {
    Check.audit(audit);
    Check.stage("stage", stage);
    Check.atLeastZero("round", round);
    Check.atLeastZero("unit", unit);
    Check.atLeastZero("attempt", attempt);
    Check.present("spec", spec);
    Check.present("about", about);
    Check.present("outcomes", outcomes);
    outcomes.values().forEach(address -> Check.optionalSha256("outcomes", address));
    outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
  }

  /** The Kafka key: audit, stage, round, unit and attempt, with slashes between. */
  public String key() {
    return String.join(
        "/",
        audit,
        stage,
        Integer.toString(round),
        Integer.toString(unit),
        Integer.toString(attempt));
  }
}

package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.INVALID_VALUE;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where an audit stands, a record of {@code telltale.audits}: all that its next owner needs beside
 * the outcomes of its units. Written by the audit's coordinator alone, together with the units that
 * it orders. Complete in itself: the latest one of an audit replaces all before it.
 *
 * @param audit names it, 1 to 100 of {@code A-Za-z0-9._-}
 * @param title what people call it
 * @param spec what is audited, a JSON object; see the REST contract
 * @param state where it is in its life
 * @param requestedAt when it was asked for
 * @param updatedAt when this was written
 * @param endedAt when it came to its end; null before
 * @param retries how often units that were set aside were tried again, 0 or more
 * @param stages in order; empty before the audit was first opened
 * @param stage place of the one that is worked on; the number of stages when all are folded
 * @param orders what was ordered in that stage
 * @param aside units that the audit does without
 * @param reason why it failed, or what it waits for, on one line; null else
 * @param report address of the finished report; null before
 * @param partial address of the last report of what was known before the end; null before the
 *     first, and where there is a finished one
 * @param provenance address of what that report, finished or in part, comes from, with the versions
 *     that made it; null before the first, and in records of an earlier version
 * @param seconds that units which are done took together, 0 or more
 * @param log what happened to it, in order; at most {@link #MAX_LOG}, of more the first ones and
 *     the last ones
 */
public record AuditRecord(
    String audit,
    String title,
    JsonNode spec,
    State state,
    Instant requestedAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    int retries,
    List<Stage> stages,
    int stage,
    Orders orders,
    List<Aside> aside,
    @Nullable String reason,
    @Nullable String report,
    @Nullable String partial,
    @Nullable String provenance,
    double seconds,
    List<Happening> log) {

  /** Most that {@link #log} holds. */
  public static final int MAX_LOG = 100;

  /** Longest {@link #reason}, in characters. */
  public static final int MAX_REASON = 2000;

  /** Where an audit is in its life. */
  public enum State {
    @JsonProperty("requested")
    REQUESTED,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("waiting-for-annotation")
    WAITING_FOR_ANNOTATION,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED
  }

  /**
   * A stage.
   *
   * @param name 1 to 60 of {@code a-z 0-9 . _ -} and spaces
   * @param round how often the audit's units had been tried again when it was begun, 0 or more:
   *     outcomes of another round are not of this stage
   * @param units how many it has; null while that is not known
   * @param done units with a result when this was written, 0 or more
   * @param outcome address of what its results were put together to; null before
   */
  public record Stage(
      String name, int round, @Nullable Integer units, int done, @Nullable String outcome) {
    /**
     * Checks every rule above.
     *
     * @throws InvalidEventException if one is broken
     */
    public Stage {
      Check.stage("name", name);
      Check.atLeastZero("round", round);
      if (units != null) {
        Check.atLeastZero("units", units);
      }
      Check.atLeastZero("done", done);
      Check.optionalSha256("outcome", outcome);
    }
  }

  /**
   * What was ordered in the present stage.
   *
   * @param issued so many units, from the first, were ordered at least once
   * @param attempts by unit, the latest attempt of those that were ordered more than once
   * @param again units that a person wants tried again and that are not ordered yet
   */
  public record Orders(int issued, Map<Integer, Integer> attempts, List<Integer> again) {
    /** Nothing was ordered. */
    public static final Orders NONE = new Orders(0, Map.of(), List.of());

    /**
     * Checks every rule above.
     *
     * @throws InvalidEventException if one is broken
     */
    public Orders {
      Check.atLeastZero("issued", issued);
      Check.present("attempts", attempts);
      Check.present("again", again);
      attempts = Collections.unmodifiableMap(new TreeMap<>(attempts));
      again = List.copyOf(again);
    }
  }

  /**
   * A unit that the audit does without.
   *
   * @param stage its stage
   * @param unit its place in the stage's plan, from 0
   * @param reason the last error, or that its workers were lost, on one line
   * @param lost whether its workers were lost with it; else it threw
   */
  public record Aside(String stage, int unit, String reason, boolean lost) {
    /**
     * Checks every rule above.
     *
     * @throws InvalidEventException if one is broken
     */
    public Aside {
      Check.stage("stage", stage);
      Check.atLeastZero("unit", unit);
      Check.text("reason", reason, MAX_REASON);
    }
  }

  /**
   * Something that happened.
   *
   * @param at when
   * @param what in words, on one line
   */
  public record Happening(Instant at, String what) {
    /**
     * Checks every rule above.
     *
     * @throws InvalidEventException if one is broken
     */
    public Happening {
      Check.instant("at", at);
      Check.text("what", what, MAX_REASON);
    }
  }

  /**
   * Checks every rule above.
   *
   * @throws InvalidEventException if one is broken; its detail says which
   */
  public AuditRecord {
    Check.audit(audit);
    Check.text("title", title, AuditCommand.MAX_TITLE);
    Check.present("spec", spec);
    Check.present("state", state);
    Check.instant("requestedAt", requestedAt);
    Check.instant("updatedAt", updatedAt);
    Check.optionalInstant("endedAt", endedAt);
    Check.atLeastZero("retries", retries);
    Check.present("stages", stages);
    stages = List.copyOf(stages);
    Check.atLeastZero("stage", stage);
    if (stage > stages.size()) {
      throw new InvalidEventException(
          INVALID_VALUE, "stage is " + stage + "; there are only " + stages.size() + " in stages.");
    }
    Check.present("orders", orders);
    Check.present("aside", aside);
    aside = List.copyOf(aside);
    Check.optionalText("reason", reason, MAX_REASON);
    Check.optionalSha256("report", report);
    Check.optionalSha256("partial", partial);
    Check.optionalSha256("provenance", provenance);
    Check.measure("seconds", seconds);
    // Records of an earlier version have none.
    log = log == null ? List.of() : List.copyOf(log);
    if (log.size() > MAX_LOG) {
      throw new InvalidEventException(
          INVALID_VALUE, "log holds " + log.size() + "; the most is " + MAX_LOG + ".");
    }
  }

  /** The Kafka key: the audit. */
  public String key() {
    return audit;
  }
}

package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.INVALID_VALUE;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants of an audit, a record of {@code telltale.audit-commands}. The audit's
 * coordinator does it when it can be done, and passes over it when not: pausing what has ended
 * changes nothing. Sending one twice is sending it once.
 *
 * @param audit names the audit, 1 to 100 of {@code A-Za-z0-9._-}
 * @param kind what is wanted
 * @param title what people call the audit; of a request only
 * @param spec what is to be audited, a JSON object; of a request only
 * @param stage that was waiting for people; of an answer only
 * @param answer what they answered; of an answer only
 * @param by who asked, or from where, as far as it is known; for people who read the audit's log
 * @param at when it was asked
 */
public record AuditCommand(
    String audit,
    Kind kind,
    @Nullable String title,
    @Nullable JsonNode spec,
    @Nullable String stage,
    @Nullable JsonNode answer,
    @Nullable String by,
    Instant at) {

  /** Longest {@link #title}, in characters. */
  public static final int MAX_TITLE = 200;

  /** Longest {@link #by}, in characters. */
  public static final int MAX_BY = 100;

  /** What is wanted. */
  public enum Kind {
    /** A new audit. */
    @JsonProperty("request")
    REQUEST,
    /** No further units, until it is resumed; what is done stays done. */
    @JsonProperty("pause")
    PAUSE,
    /** Go on with a paused one. */
    @JsonProperty("resume")
    RESUME,
    /** End it, for good. */
    @JsonProperty("cancel")
    CANCEL,
    /** Try the units again that were set aside, and what follows from them. */
    @JsonProperty("retry")
    RETRY,
    /** The people whom a stage waits for have answered. */
    @JsonProperty("answer")
    ANSWER,
    /** Forget it, with all that was found. */
    @JsonProperty("delete")
    DELETE
  }

  /**
   * Checks every rule above.
   *
   * @throws InvalidEventException if one is broken; its detail says which
   */
  public AuditCommand {
    Check.audit(audit);
    Check.present("kind", kind);
    Check.instant("at", at);
    boolean request = kind == Kind.REQUEST;
    belongs("title", title, request);
    belongs("spec", spec, request);
    Check.optionalText("title", title, MAX_TITLE);
    Check.optionalText("by", by, MAX_BY);
    if (spec != null && !spec.isObject()) {
      throw new InvalidEventException(INVALID_VALUE, "spec is no JSON object.");
    }
    belongs("stage", stage, kind == Kind.ANSWER);
    belongs("answer", answer, kind == Kind.ANSWER);
    if (stage != null) {
      Check.stage("stage", stage);
    }
  }

  /** A command that needs no more than its kind. */
  public static AuditCommand of(Kind kind, String audit, Instant at) {
    return new AuditCommand(audit, kind, null, null, null, null, null, at);
  }

  /** Asks for a new audit. */
  public static AuditCommand request(String audit, String title, JsonNode spec, Instant at) {
    return new AuditCommand(audit, Kind.REQUEST, title, spec, null, null, null, at);
  }

  /** Tells what people answered. */
  public static AuditCommand answer(String audit, String stage, JsonNode answer, Instant at) {
    return new AuditCommand(audit, Kind.ANSWER, null, null, stage, answer, null, at);
  }

  /** The same, asked by somebody. */
  public AuditCommand by(@Nullable String who) {
    return new AuditCommand(audit, kind, title, spec, stage, answer, who, at);
  }

  /** The Kafka key: the audit. */
  public String key() {
    return audit;
  }

  private static void belongs(String field, @Nullable Object value, boolean wanted) {
    if (wanted) {
      Check.present(field, value);
    } else if (value != null) {
      throw new InvalidEventException(
          INVALID_VALUE, field + " does not belong to a command of this kind.");
    }
  }
}

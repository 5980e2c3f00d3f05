package dev.telltale.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an audit is in its life. */
public enum AuditState {
  /** Asked for, and waiting for its turn. */
  REQUESTED,
  /** Its units are worked on. */
  RUNNING,
  /** A person has stopped it for a while; what is done stays done. */
  PAUSED,
  /** It goes on when people have answered. */
  WAITING_FOR_ANNOTATION,
  /** Its report is there; some units may be missing from it, and it then says so. */
  COMPLETED,
  /** It cannot go on, and says why. */
  FAILED,
  /** A person has ended it. */
  CANCELLED;

  /** Whether nothing more will happen by itself. */
  public boolean ended() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** Whether it may take up work: it is not ended, and nobody has paused it. */
  public boolean open() {
    return !ended() && this != PAUSED;
  }

  /** As in REST and Kafka, such as {@code waiting-for-annotation}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The state of a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static AuditState of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}

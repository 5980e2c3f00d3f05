package dev.telltale.kafka.event;

import org.jspecify.annotations.Nullable;

/**
 * An event breaks the contract. Thrown by the events' constructors and by {@link EventCodec}; it
 * carries everything that its dead letter says.
 */
public final class InvalidEventException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;
  private final @Nullable String id;
  private final @Nullable String dataset;

  /**
   * Makes the exception.
   *
   * @param reason the kind of fault
   * @param detail one sentence: which field, what was wrong, what is allowed
   * @param id the event's id, when it could be read and is valid
   * @param dataset the event's data set, when it could be read and is valid
   */
  public InvalidEventException(
      RejectReason reason, String detail, @Nullable String id, @Nullable String dataset) {
    super(detail);
    this.reason = reason;
    this.id = id;
    this.dataset = dataset;
  }

  InvalidEventException(RejectReason reason, String detail) {
    this(reason, detail, null, null);
  }

  /** The same fault, of the event with this id and data set. */
  InvalidEventException about(@Nullable String id, @Nullable String dataset) {
    var same = new InvalidEventException(reason, detail(), id, dataset);
    same.setStackTrace(getStackTrace());
    return same;
  }

  /** The kind of fault. */
  public RejectReason reason() {
    return reason;
  }

  /** One sentence: which field, what was wrong, what is allowed. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The event's id, when it could be read and is valid. */
  public @Nullable String id() {
    return id;
  }

  /** The event's data set, when it could be read and is valid. */
  public @Nullable String dataset() {
    return dataset;
  }
}

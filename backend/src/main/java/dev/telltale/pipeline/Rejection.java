package dev.telltale.pipeline;

import dev.telltale.kafka.event.RejectReason;

/** An event that cannot be screened: becomes a dead letter. */
final class Rejection extends Exception {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  Rejection(RejectReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  RejectReason reason() {
    return reason;
  }
}

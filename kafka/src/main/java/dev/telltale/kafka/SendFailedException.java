package dev.telltale.kafka;

import org.jspecify.annotations.Nullable;

/** Kafka did not take an event. The message is one line: which event, where, why, what to do. */
public final class SendFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SendFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

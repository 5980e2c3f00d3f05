package dev.telltale.kafka.broker;

import org.jspecify.annotations.Nullable;

/** The embedded broker could not start. The message is one line: what, where, what to do. */
public final class BrokerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

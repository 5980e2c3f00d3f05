package dev.telltale.kafka;

import org.jspecify.annotations.Nullable;

/** No Kafka broker answered. The message is one line: what, where, and what to do about it. */
public final class BrokerUnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception for a broker.
   *
   * @param bootstrap the address that was tried, {@code host:port[,host:port…]}
   * @param what what happened there, such as {@code "no broker answered within 10 s"}
   * @param cause what Kafka's client threw, if it did
   */
  public BrokerUnreachableException(String bootstrap, String what, @Nullable Throwable cause) {
    super(
        "Cannot reach Kafka at "
            + bootstrap
            + ": "
            + what
            + ". Check that the broker runs and that the address is right.",
        cause);
  }
}

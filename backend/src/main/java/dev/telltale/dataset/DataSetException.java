package dev.telltale.dataset;

/**
 * A data set or class map that cannot be read; the message is one line for the person who gave it.
 */
public final class DataSetException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what is wrong, naming the file and, where there is one, the line. */
  public DataSetException(String message) {
    super(message);
  }

  /** As above, with what led to it. */
  public DataSetException(String message, Throwable cause) {
    super(message, cause);
  }
}

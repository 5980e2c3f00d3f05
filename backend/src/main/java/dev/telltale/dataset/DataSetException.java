package dev.telltale.dataset;

/**
 * A data set or class map that cannot be read; the message is one line for the person who gave it.
 */
public final class DataSetException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean passable;

  /** Says what is wrong, naming the file and, where there is one, the line. */
  public DataSetException(String message) {
    super(message);
    passable = false;
  }

  /** A fault of one row, which a lenient reading would have passed over. */
  public DataSetException(Fault fault) {
    super(fault.sentence());
    passable = true;
  }

  /** As above, with what led to it. */
  public DataSetException(String message, Throwable cause) {
    super(message, cause);
    passable = false;
  }

  /** Whether a lenient reading would have passed it over. */
  public boolean isPassable() {
    return passable;
  }
}

package dev.telltale.features;

/** Features that cannot be made or used; the message is one line: what is wrong, what to do. */
public final class FeaturesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, naming the directory. */
  public FeaturesException(String message) {
    super(message);
  }

  /** As above, with what led to it. */
  public FeaturesException(String message, Throwable cause) {
    super(message, cause);
  }
}

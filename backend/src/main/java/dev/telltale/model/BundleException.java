package dev.telltale.model;

/** A model bundle that cannot be used. The message is one line: what is wrong, in which file. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, in which file, and what to do
   */
  public BundleException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong, in which file, and what to do
   * @param cause what the reader or the engine said
   */
  public BundleException(String message, Throwable cause) {
    super(message, cause);
  }
}

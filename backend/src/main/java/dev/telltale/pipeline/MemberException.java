package dev.telltale.pipeline;

/** A member that cannot start. The message is one line: what is wrong, and what to do. */
public final class MemberException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, and what to do
   * @param cause what said so
   */
  public MemberException(String message, Throwable cause) {
    super(message, cause);
  }
}

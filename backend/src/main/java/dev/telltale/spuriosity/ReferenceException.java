package dev.telltale.spuriosity;

/** A reference of spuriosity that cannot be used; the message says which, why, and what to do. */
public final class ReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReferenceException(String message) {
    super(message);
  }

  ReferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}

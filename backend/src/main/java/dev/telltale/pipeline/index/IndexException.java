package dev.telltale.pipeline.index;

/** The embedded store of the image index failed. */
public final class IndexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IndexException(String message) {
    super(message);
  }

  IndexException(String message, Throwable cause) {
    super(message, cause);
  }
}

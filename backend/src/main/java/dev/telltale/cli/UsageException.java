package dev.telltale.cli;

/** A command that was asked for something it cannot do. The message is one line. */
class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}

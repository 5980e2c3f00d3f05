package dev.telltale.cli.conformance;

/**
 * A golden case that cannot be run as it is; the message is one line for the person who made it.
 */
final class CaseFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  CaseFault(String message) {
    super(message);
  }
}

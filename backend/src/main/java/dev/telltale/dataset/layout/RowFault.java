package dev.telltale.dataset.layout;

/** One row of a file cannot be right; the others may be. */
final class RowFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what is wrong, without file and line: whoever reads the file knows them. */
  RowFault(String message) {
    super(message);
  }

  RowFault(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.telltale.audit;

/** A spec that cannot be audited; its message is one line for the person who wrote it. */
public final class SpecException extends RuntimeException {
  private final String field;

  /**
   * @param field which part of the spec is wrong, such as {@code options.level}
   * @param message what is wrong with it, and what to do
   */
  public SpecException(String field, String message) {
    super(message);
    this.field = field;
  }

  /** Which part of the spec is wrong, with dots between names. */
  public String field() {
    return field;
  }
}

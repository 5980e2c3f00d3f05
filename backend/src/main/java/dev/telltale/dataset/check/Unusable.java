package dev.telltale.dataset.check;

/** A picture or mask that cannot be used; the message says in one line why. */
public final class Unusable extends Exception {
  private static final long serialVersionUID = 1;

  private final FaultKind kind;

  Unusable(FaultKind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** Which of the few reasons it is. */
  public FaultKind kind() {
    return kind;
  }
}

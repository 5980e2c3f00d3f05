package dev.telltale.train;

/** A training that cannot begin or go on; the message is one line: what is wrong, what to do. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean diverged;

  /** Something that is asked for cannot be done. */
  public TrainingException(String message) {
    super(message);
    diverged = false;
  }

  /** As above, with what led to it. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
    diverged = false;
  }

  private TrainingException(String message, boolean diverged) {
    super(message);
    this.diverged = diverged;
  }

  static TrainingException diverged(String message) {
    return new TrainingException(message, true);
  }

  /** Whether the numbers became infinite or none, rather than something being missing or wrong. */
  public boolean diverged() {
    return diverged;
  }
}

package dev.telltale.dataset;

/** A uri that an event may not name; the message says in one line why. */
public final class PathRejected extends Exception {
  private static final long serialVersionUID = 1;

  /** Why a uri was rejected. */
  public enum Kind {
    /** It leads outside every allowed directory, be it by .. or by a link. */
    OUTSIDE_ROOTS,
    /** It is not a path or a file: uri. */
    UNSUPPORTED_SCHEME,
    /** It is allowed, but there is no such file. */
    MISSING,
    /** It is no path at all. */
    INVALID
  }

  private final Kind kind;

  PathRejected(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Which of the few reasons it is, for counting. */
  public Kind kind() {
    return kind;
  }
}

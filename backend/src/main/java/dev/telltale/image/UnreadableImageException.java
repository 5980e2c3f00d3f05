package dev.telltale.image;

/** Bytes that cannot be made into a picture; the message says in one line why. */
public final class UnreadableImageException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why a picture could not be read. */
  public enum Kind {
    /** There are no bytes. */
    EMPTY,
    /** The bytes are of no picture format that is known. */
    NOT_AN_IMAGE,
    /** A picture whose end is missing or whose contents are damaged. */
    CORRUPT,
    /** More pixels than allowed, by the header; nothing was decoded. */
    TOO_LARGE,
    /** A sound picture of a kind that is not read here. */
    UNSUPPORTED
  }

  private final Kind kind;

  UnreadableImageException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  UnreadableImageException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  static UnreadableImageException truncated() {
    return new UnreadableImageException(Kind.CORRUPT, "the picture is truncated");
  }

  static UnreadableImageException damaged(String what) {
    return new UnreadableImageException(Kind.CORRUPT, "the picture is damaged: " + what);
  }

  static UnreadableImageException unsupported(String message) {
    return new UnreadableImageException(Kind.UNSUPPORTED, message);
  }

  /** Which of the few reasons it is, for counting. */
  public Kind kind() {
    return kind;
  }
}

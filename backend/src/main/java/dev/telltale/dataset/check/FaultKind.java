package dev.telltale.dataset.check;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is wrong with a file; the words of dead letters where screening would reject it too. */
public enum FaultKind {
  /** A row or file that reading the data set passed over. */
  METADATA("rows that cannot be right"),
  /** A picture that is listed and is not there. */
  FILE_MISSING("pictures that are not there"),
  /** A path or link that leads out of the directories that may be read. */
  PATH_OUTSIDE_ROOTS("paths out of the directories that may be read"),
  /** A path that begins like the address of something else. */
  UNSUPPORTED_SCHEME("addresses that cannot be read"),
  /** A path that names no file, such as a directory. */
  INVALID_VALUE("paths that name no file"),
  /** Truncated, empty, damaged, or no picture. */
  UNREADABLE_IMAGE("pictures that cannot be decoded"),
  /** A picture in a format or variant that is not read. */
  UNSUPPORTED_FORMAT("pictures in formats that are not read"),
  /** More pixels or bytes than are decoded. */
  IMAGE_TOO_LARGE("pictures that are too large"),
  /** A mask that is named and is not there. */
  MASK_MISSING("masks that are not there"),
  /** A mask that cannot be read, for whatever reason. */
  MASK_UNREADABLE("masks that cannot be decoded"),
  /** A mask that does not have its picture's size, or proportions. */
  MASK_SIZE("masks of another size than their pictures");

  private final String plural;

  FaultKind(String plural) {
    this.plural = plural;
  }

  /** The word in reports, such as {@code mask-size}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What several of them are, for people. */
  public String plural() {
    return plural;
  }
}

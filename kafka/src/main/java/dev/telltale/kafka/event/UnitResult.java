package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.INVALID_VALUE;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a unit came to: the value itself, or where it is kept when it is too large for a record.
 *
 * @param value the result; null when it is kept elsewhere
 * @param artifact address of the result's JSON in the artifact store; null when it is here
 */
public record UnitResult(@Nullable JsonNode value, @Nullable String artifact) {
  /** A result of more bytes of JSON than this is kept in the artifact store. */
  public static final int MAX_INLINE_BYTES = 64 * 1024;

  /**
   * Checks that it is exactly one of them.
   *
   * @throws InvalidEventException if it is not
   */
  public UnitResult {
    if ((value == null) == (artifact == null)) {
      throw new InvalidEventException(
          INVALID_VALUE, "A result has exactly one of value and artifact.");
    }
    Check.optionalSha256("artifact", artifact);
  }
}

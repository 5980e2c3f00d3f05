package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.INVALID_VALUE;
import static dev.telltale.kafka.event.RejectReason.MISSING_FIELD;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that single fields keep; each throws {@link InvalidEventException} and says why. */
final class Check {
  static final int MAX_GROUPS = 32;
  static final int MAX_ID = 512;
  static final int MAX_NAME = 512;
  static final int MAX_URI = 4096;

  private static final int MAX_GROUP_NAME = 100;
  private static final int MAX_QUOTED = 60;
  private static final int MAX_LINE = 300;
  private static final double ROUNDING = 1e-5;
  private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern STAGE = Pattern.compile("[a-z][a-z0-9 ._-]{0,59}");
  private static final Pattern HASH = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Check() {}

  static void present(String field, @Nullable Object value) {
    if (value == null) {
      throw new InvalidEventException(MISSING_FIELD, "The field " + field + " is missing.");
    }
  }

  /** Text of 1 to {@code max} characters, not blank, free of control characters. */
  static void text(String field, @Nullable String value, int max) {
    present(field, value);
    optionalText(field, value, max);
  }

  static void optionalText(String field, @Nullable String value, int max) {
    if (value != null && !isText(value, max)) {
      throw new InvalidEventException(
          INVALID_VALUE,
          field
              + " is "
              + quote(value)
              + "; it must have 1 to "
              + max
              + " characters, not only spaces, no control characters and no broken surrogates.");
    }
  }

  static boolean isText(String value, int max) {
    return !value.isBlank()
        && value.length() <= 2 * max
        && value.codePointCount(0, value.length()) <= max
        && isPrintable(value);
  }

  /** A plain loop: it runs a dozen times for each event, and a stream costs more than its work. */
  private static boolean isPrintable(String value) {
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      if (Character.isISOControl(c) || isSurrogate(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  static void dataset(@Nullable String value) {
    matches("dataset", value, DATASET, "1 to 100 of A-Z a-z 0-9 . _ -");
  }

  static void run(@Nullable String value) {
    matches("run", value, DATASET, "1 to 100 of A-Z a-z 0-9 . _ -");
  }

  static void audit(@Nullable String value) {
    matches("audit", value, DATASET, "1 to 100 of A-Z a-z 0-9 . _ -");
  }

  static void stage(String field, @Nullable String value) {
    matches(field, value, STAGE, "1 to 60 of a-z 0-9 . _ - and spaces, with a letter first");
  }

  static boolean isDataset(String value) {
    return DATASET.matcher(value).matches();
  }

  static void hash(String field, @Nullable String value) {
    matches(field, value, HASH, "1 to 128 of A-Z a-z 0-9 . _ : -");
  }

  static void optionalSha256(String field, @Nullable String value) {
    if (value != null) {
      matches(field, value, SHA256, "64 lower-case hexadecimal digits");
    }
  }

  static void optionalInstant(String field, @Nullable Instant value) {
    if (value != null && (value.isBefore(EARLIEST) || value.isAfter(LATEST))) {
      throw new InvalidEventException(
          INVALID_VALUE, field + " is " + value + "; its year must be 0001 to 9999 in UTC.");
    }
  }

  static void instant(String field, @Nullable Instant value) {
    present(field, value);
    optionalInstant(field, value);
  }

  /** The value, from 0 to 1; a rounding error beyond the range is brought back into it. */
  static double share(String field, double value) {
    if (!(value >= -ROUNDING && value <= 1 + ROUNDING)) {
      throw new InvalidEventException(
          INVALID_VALUE, field + " is " + value + "; it must be a number from 0 to 1.");
    }
    return Math.max(0, Math.min(1, value));
  }

  static @Nullable Double optionalShare(String field, @Nullable Double value) {
    return value == null ? null : Double.valueOf(share(field, value));
  }

  static void atLeastZero(String field, long value) {
    if (value < 0) {
      throw new InvalidEventException(
          INVALID_VALUE, field + " is " + value + "; it must be 0 or more.");
    }
  }

  static void atLeastOne(String field, long value) {
    if (value < 1) {
      throw new InvalidEventException(
          INVALID_VALUE, field + " is " + value + "; it must be 1 or more.");
    }
  }

  static void optionalFinite(String field, @Nullable Double value) {
    if (value != null && !Double.isFinite(value)) {
      throw new InvalidEventException(
          INVALID_VALUE, field + " is " + value + "; it must be a finite number.");
    }
  }

  /** What is said of an image's rank hangs together. */
  static void ranked(
      @Nullable Double spuriosity, @Nullable Double rankPercentile, @Nullable String reference) {
    if (reference != null) {
      hash("reference", reference);
    }
    if ((spuriosity == null) != (reference == null)) {
      throw new InvalidEventException(
          MISSING_FIELD, "spuriosity and reference go together: one of them is missing.");
    }
    if (rankPercentile != null && spuriosity == null) {
      throw new InvalidEventException(
          MISSING_FIELD, "spuriosity is missing; rankPercentile is not said without it.");
    }
  }

  /** A finite number, 0 or more. */
  static void measure(String field, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidEventException(
          INVALID_VALUE, field + " is " + value + "; it must be a finite number, 0 or more.");
    }
  }

  static void optionalMeasure(String field, @Nullable Double value) {
    if (value != null) {
      measure(field, value);
    }
  }

  /** A copy that keeps the order, or an exception when a name or a value is not allowed. */
  static Map<String, String> groups(@Nullable Map<String, String> groups) {
    if (groups == null || groups.isEmpty()) {
      return Map.of();
    }
    if (groups.size() > MAX_GROUPS) {
      throw new InvalidEventException(
          INVALID_VALUE,
          "groups has " + groups.size() + " entries; at most " + MAX_GROUPS + " are allowed.");
    }
    groups.forEach(
        (name, value) -> {
          text("A name in groups", name, MAX_GROUP_NAME);
          text("groups." + quote(name), value, MAX_NAME);
        });
    return Collections.unmodifiableMap(new LinkedHashMap<>(groups));
  }

  /** The value for a message: in quotes, on one line, shortened. */
  static String quote(String value) {
    int end =
        value.offsetByCodePoints(0, Math.min(MAX_QUOTED, value.codePointCount(0, value.length())));
    var quoted = new StringBuilder("\"");
    value
        .substring(0, end)
        .codePoints()
        .map(c -> Character.isISOControl(c) || isSurrogate(c) ? '\uFFFD' : c)
        .forEach(quoted::appendCodePoint);
    return quoted.append(end < value.length() ? "…\"" : "\"").toString();
  }

  /** A message of somebody else's, on one line and of bounded length. */
  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
  }

  private static void matches(
      String field, @Nullable String value, Pattern pattern, String allowed) {
    present(field, value);
    if (value != null && !pattern.matcher(value).matches()) {
      throw new InvalidEventException(
          INVALID_VALUE, field + " is " + quote(value) + "; it must be " + allowed + ".");
    }
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}

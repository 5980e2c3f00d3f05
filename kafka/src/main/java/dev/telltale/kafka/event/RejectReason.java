package dev.telltale.kafka.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an image event was not screened: a word for machines and a sentence for people. */
public enum RejectReason {
  /** The value is not one JSON document in UTF-8. */
  NOT_JSON("The record is not valid JSON."),
  /** A field that every event needs is absent or null. */
  MISSING_FIELD("A required field is missing."),
  /** A field that the schema does not know; usually a misspelt name. */
  UNKNOWN_FIELD("The event has a field that is not part of the schema."),
  /** A field has another JSON type than the schema says; nothing is coerced. */
  WRONG_TYPE("A field has the wrong JSON type."),
  /** A field has the right type and a value that is not allowed. */
  INVALID_VALUE("A field has a value that is not allowed."),
  /** The event gives the image twice. */
  BOTH_URI_AND_BYTES("The event has both uri and bytes; it must have exactly one of them."),
  /** The event gives no image. */
  NEITHER_URI_NOR_BYTES("The event has neither uri nor bytes; it must have exactly one of them."),
  /** Inline bytes, or the whole record, are over the limit. */
  EVENT_TOO_LARGE("The event is larger than an inline image may be; send a uri instead."),
  /** No data set of that name is configured. */
  UNKNOWN_DATASET("The data set is not configured."),
  /** The label is not one of the data set's classes. */
  UNKNOWN_LABEL("The label is not a class of the data set."),
  /** The path leaves the directories that may be read. */
  PATH_OUTSIDE_ROOTS("The file is outside the directories that may be read."),
  /** The uri's scheme is not one that can be read. */
  UNSUPPORTED_SCHEME("The uri has a scheme that cannot be read."),
  /** No file there. */
  FILE_MISSING("The file does not exist."),
  /** Truncated, empty, or not an image. */
  UNREADABLE_IMAGE("The image cannot be decoded: it is truncated, empty or not an image."),
  /** An image, in a format that is not read. */
  UNSUPPORTED_FORMAT("The image is in a format that is not supported."),
  /** More pixels than are decoded. */
  IMAGE_TOO_LARGE("The image has more pixels than are allowed."),
  /** The mask is missing or cannot be decoded. */
  MASK_UNREADABLE("The mask cannot be read."),
  /** The mask and the image differ in size. */
  MASK_SIZE("The mask does not have the size of the image."),
  /** A fault of Telltale, not of the event. */
  INTERNAL_ERROR("Telltale failed on this event; the fault is not the event's.");

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final String sentence;

  RejectReason(String sentence) {
    this.sentence = sentence;
  }

  /** The word on the wire and in metrics, such as {@code not-json}. */
  public String wire() {
    return wire;
  }

  /** One sentence for people, ending in a full stop. */
  public String sentence() {
    return sentence;
  }

  /** The reason with this wire word; empty when there is none, as in records of a later version. */
  public static Optional<RejectReason> ofWire(String wire) {
    return Arrays.stream(values()).filter(reason -> reason.wire.equals(wire)).findFirst();
  }
}

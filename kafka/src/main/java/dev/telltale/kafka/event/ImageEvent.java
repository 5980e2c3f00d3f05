package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.BOTH_URI_AND_BYTES;
import static dev.telltale.kafka.event.RejectReason.EVENT_TOO_LARGE;
import static dev.telltale.kafka.event.RejectReason.NEITHER_URI_NOR_BYTES;
import static dev.telltale.kafka.event.RejectReason.UNREADABLE_IMAGE;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One image to screen, a record of {@code telltale.images}. Text has no control characters and is
 * not blank; lengths are in Unicode characters.
 *
 * @param id names the image within its data set, 1 to 512 characters; an event sent again with the
 *     same id is the same image
 * @param dataset the data set as configured in Telltale, 1 to 100 of {@code A-Za-z0-9._-}
 * @param uri where the image is, at most 4096 characters; exactly one of {@code uri} and {@code
 *     bytes} is given
 * @param bytes the image file itself, at most {@value #MAX_INLINE_BYTES} bytes before base64; not
 *     copied, so leave the array alone afterwards
 * @param label the true class by name, when known, at most 512 characters
 * @param groups attribute to value, such as {@code background → water}; at most 32 entries, names
 *     of at most 100 and values of at most 512 characters; never null in an event
 * @param mask where the mask of the object is, when there is one, at most 4096 characters: a file,
 *     or boxes in the picture itself as {@code #xywh=percent:left,top,width,height} (W3C Media
 *     Fragments), several joined by {@code &}
 * @param capturedAt when the image was taken or first seen; latency counts from here
 */
public record ImageEvent(
    String id,
    String dataset,
    @Nullable String uri,
    byte @Nullable [] bytes,
    @Nullable String label,
    Map<String, String> groups,
    @Nullable String mask,
    @Nullable Instant capturedAt) {

  /** The largest inline image, in bytes before base64. */
  public static final int MAX_INLINE_BYTES = 900_000;

  /**
   * Checks every rule above.
   *
   * @throws InvalidEventException if one is broken; its reason and detail say which
   */
  public ImageEvent {
    Check.text("id", id, Check.MAX_ID);
    Check.dataset(dataset);
    if (uri != null && bytes != null) {
      throw new InvalidEventException(BOTH_URI_AND_BYTES, BOTH_URI_AND_BYTES.sentence());
    }
    if (uri == null && bytes == null) {
      throw new InvalidEventException(NEITHER_URI_NOR_BYTES, NEITHER_URI_NOR_BYTES.sentence());
    }
    Check.optionalText("uri", uri, Check.MAX_URI);
    checkSize(bytes);
    Check.optionalText("label", label, Check.MAX_NAME);
    groups = Check.groups(groups);
    Check.optionalText("mask", mask, Check.MAX_URI);
    Check.optionalInstant("capturedAt", capturedAt);
  }

  /** The Kafka key: the image id, so that events of one image stay in order. */
  public String key() {
    return id;
  }

  private static void checkSize(byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    if (bytes.length == 0) {
      throw new InvalidEventException(UNREADABLE_IMAGE, "bytes is empty; it must hold an image.");
    }
    if (bytes.length > MAX_INLINE_BYTES) {
      throw new InvalidEventException(
          EVENT_TOO_LARGE,
          "bytes holds "
              + bytes.length
              + " bytes; inline images may have "
              + MAX_INLINE_BYTES
              + ", larger ones are sent by uri.");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImageEvent that
        && id.equals(that.id)
        && dataset.equals(that.dataset)
        && Objects.equals(uri, that.uri)
        && Arrays.equals(bytes, that.bytes)
        && Objects.equals(label, that.label)
        && groups.equals(that.groups)
        && Objects.equals(mask, that.mask)
        && Objects.equals(capturedAt, that.capturedAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, dataset, uri, Arrays.hashCode(bytes), label, groups, mask, capturedAt);
  }

  @Override
  public String toString() {
    String image = bytes == null ? uri : bytes.length + " bytes";
    return "ImageEvent[" + dataset + "/" + id + ", " + image + ", " + label + ", " + groups + "]";
  }
}

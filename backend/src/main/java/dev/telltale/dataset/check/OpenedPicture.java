package dev.telltale.dataset.check;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.SampleTable;
import dev.telltale.image.Format;
import dev.telltale.image.Mask;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.image.UnreadableImageException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one picture told when it was opened.
 *
 * @param hash SHA-256 of the file's bytes, 32 of them; null when the picture cannot be read
 * @param width of the picture as it is seen; 0 when it cannot be read
 * @param height likewise
 * @param format null when it cannot be read
 * @param bytes of the file; 0 when it cannot be read
 * @param masked whether it has a mask, good or bad
 * @param boxed whether it has boxes
 * @param faults of the picture and its masks
 */
record OpenedPicture(
    byte @Nullable [] hash,
    int width,
    int height,
    @Nullable Format format,
    long bytes,
    boolean masked,
    boolean boxed,
    List<CheckFault> faults) {

  /** Opens the picture of a place, and its masks. */
  static OpenedPicture open(SampleTable samples, int place, PictureReader reader) {
    List<CheckFault> faults = new ArrayList<>(0);
    Path own = null;
    // A part may be the mask too: it is opened once.
    Set<Path> masks = new LinkedHashSet<>();
    Path file = reader.root().resolve(samples.id(place));
    boolean masked = false;
    boolean boxed = false;
    try {
      Sample sample = samples.get(place);
      boxed = !sample.boxes().isEmpty();
      if (sample.mask() != null) {
        masked = true;
        own = sample.mask();
        masks.add(own);
      }
      samples.parts(place).values().forEach(masks::addAll);
    } catch (DataSetException | IllegalArgumentException e) {
      Unusable fault = new Unusable(FaultKind.METADATA, String.valueOf(e.getMessage()));
      faults.add(CheckFault.of(fault, reader.root(), file));
    }
    byte[] bytes;
    int width;
    int height;
    Format format;
    try (Room room = new Room(0)) {
      bytes = reader.bytes(file);
      RgbImage picture = reader.decode(bytes, room);
      width = picture.width();
      height = picture.height();
      format = Format.of(bytes);
    } catch (Unusable e) {
      faults.add(CheckFault.of(e, reader.root(), file));
      return new OpenedPicture(null, 0, 0, null, 0, masked, boxed, faults);
    } catch (UnreadableImageException e) {
      throw new AssertionError("a picture that was decoded has a format", e);
    }
    for (Path mask : masks) {
      try (Room room = new Room(Mask.BYTES_PER_PIXEL)) {
        Mask opened = mask(mask, reader, room);
        // Parts have the size that their layout gives them: that of a crop, say.
        if (mask.equals(own)) {
          checkSize(opened, width, height, samples.scaledMasks());
        }
      } catch (Unusable e) {
        faults.add(CheckFault.of(e, reader.root(), mask));
      }
    }
    return new OpenedPicture(
        sha256(bytes), width, height, format, bytes.length, masked, boxed, faults);
  }

  private static Mask mask(Path file, PictureReader reader, Room room) throws Unusable {
    try {
      return reader.decodeMask(reader.bytes(file), room);
    } catch (Unusable e) {
      boolean missing = e.kind() == FaultKind.FILE_MISSING;
      throw new Unusable(
          missing ? FaultKind.MASK_MISSING : FaultKind.MASK_UNREADABLE, e.getMessage());
    }
  }

  private static void checkSize(Mask mask, int width, int height, boolean scaled) throws Unusable {
    boolean fits =
        scaled
            ? (long) mask.height() * width == (long) mask.width() * height
            : mask.height() == height && mask.width() == width;
    if (!fits) {
      throw new Unusable(
          FaultKind.MASK_SIZE,
          "the mask is %d × %d pixels, its picture %d × %d"
              .formatted(mask.width(), mask.height(), width, height));
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}

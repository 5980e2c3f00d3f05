package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import org.jspecify.annotations.Nullable;

/** What the first look at a file tells, before anything is decoded. */
record ImageHeader(Format format, int height, int width) {

  /** The formats that are read. */
  enum Format {
    PNG,
    JPEG
  }

  /**
   * Looks through the structure of a file: its format, its size, and that it is whole.
   *
   * @throws UnreadableImageException EMPTY, NOT_AN_IMAGE, UNSUPPORTED, or CORRUPT if the end is
   *     missing
   */
  static ImageHeader of(byte[] file) throws UnreadableImageException {
    if (file.length == 0) {
      throw new UnreadableImageException(Kind.EMPTY, "the file is empty");
    }
    if (startsWith(file, 0, "\u0089PNG\r\n\u001a\n")) {
      return PngStructure.check(file);
    }
    if (startsWith(file, 0, "\u00ff\u00d8\u00ff")) {
      return JpegStructure.check(file);
    }
    String known = otherFormat(file);
    if (known != null) {
      throw new UnreadableImageException(
          Kind.UNSUPPORTED, known + " pictures are not read; use PNG or JPEG");
    }
    throw new UnreadableImageException(Kind.NOT_AN_IMAGE, "not a PNG or JPEG picture");
  }

  private static @Nullable String otherFormat(byte[] file) {
    if (startsWith(file, 0, "GIF8")) {
      return "GIF";
    }
    if (startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP")) {
      return "WebP";
    }
    if (startsWith(file, 0, "II*\0") || startsWith(file, 0, "MM\0*")) {
      return "TIFF";
    }
    if (startsWith(file, 0, "BM") && file.length > 26) {
      return "BMP";
    }
    if (startsWith(file, 4, "ftypavif") || startsWith(file, 4, "ftypheic")) {
      return "AVIF and HEIC";
    }
    return null;
  }

  static boolean startsWith(byte[] file, int at, String bytes) {
    if (file.length - at < bytes.length()) {
      return false;
    }
    for (int i = 0; i < bytes.length(); i++) {
      if ((file[at + i] & 255) != bytes.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A big-endian 16-bit number; the caller knows that it is there. */
  static int unsigned16(byte[] file, int at) {
    return (file[at] & 255) << 8 | (file[at + 1] & 255);
  }

  static UnreadableImageException truncated() {
    return new UnreadableImageException(Kind.CORRUPT, "the picture is truncated");
  }
}

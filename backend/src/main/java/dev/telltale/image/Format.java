package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.util.Map;

/** The formats that are read; a file's first bytes tell which it is, whatever its name. */
public enum Format {
  PNG,
  JPEG,
  BMP,
  GIF,
  WEBP,
  TIFF;

  private static final Map<String, String> FOREIGN =
      Map.of(
          "ftypavif", "AVIF",
          "ftypheic", "HEIC",
          "ftypmif1", "HEIF",
          "\r\n\u0087\n", "JPEG 2000 and JPEG XL");

  /**
   * The format of a file.
   *
   * @throws UnreadableImageException EMPTY, NOT_AN_IMAGE or UNSUPPORTED
   */
  public static Format of(byte[] file) throws UnreadableImageException {
    if (file.length == 0) {
      throw new UnreadableImageException(Kind.EMPTY, "the file is empty");
    }
    if (startsWith(file, 0, "\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (startsWith(file, 0, "\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (startsWith(file, 0, "GIF87a") || startsWith(file, 0, "GIF89a")) {
      return GIF;
    }
    if (startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP")) {
      return WEBP;
    }
    if (startsWith(file, 0, "II*\0") || startsWith(file, 0, "MM\0*")) {
      return TIFF;
    }
    // Two letters are too few to go by: text may begin with them.
    if (startsWith(file, 0, "BM") && file.length > 18 && startsWith(file, 15, "\0\0\0")) {
      return BMP;
    }
    throw refused(file);
  }

  private static UnreadableImageException refused(byte[] file) {
    if (startsWith(file, 0, "II+\0") || startsWith(file, 0, "MM\0+")) {
      return UnreadableImageException.unsupported("BigTIFF is not read; use plain TIFF");
    }
    for (Map.Entry<String, String> foreign : FOREIGN.entrySet()) {
      if (startsWith(file, foreign.getKey().startsWith("ftyp") ? 4 : 8, foreign.getKey())) {
        return UnreadableImageException.unsupported(
            foreign.getValue() + " pictures are not read; use PNG, JPEG or WebP");
      }
    }
    return new UnreadableImageException(
        Kind.NOT_AN_IMAGE, "not a PNG, JPEG, BMP, GIF, WebP or TIFF picture");
  }

  /** Whether these bytes, one for each character, stand there. */
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
}

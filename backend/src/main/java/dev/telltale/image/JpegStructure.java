package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;

/**
 * Walks the segments of a JPEG file to its end marker. The decoder fills what is missing with grey
 * and only warns.
 */
final class JpegStructure {
  private static final int END = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP2 = 0xE2;
  private static final String PROFILE = "ICC_PROFILE\0";

  private JpegStructure() {}

  static ImageHeader check(byte[] file) throws UnreadableImageException {
    ImageHeader header = null;
    boolean scanned = false;
    int at = 2;
    while (true) {
      int marker = markerAt(file, at);
      at = afterMarker(file, at);
      if (marker == END) {
        break;
      }
      if (isBare(marker)) {
        continue;
      }
      int length = segmentLength(file, at);
      if (isFrame(marker)) {
        header = header(file, at, marker, length);
      }
      at += length;
      if (marker == START_OF_SCAN) {
        scanned = true;
        at = nextMarker(file, at);
      }
    }
    if (header == null || !scanned) {
      throw new UnreadableImageException(Kind.CORRUPT, "the JPEG file holds no picture");
    }
    return header;
  }

  /**
   * The file without its colour profile, which training code ignores and with which the decoder is
   * slow and at times wrong.
   */
  static byte[] withoutProfile(byte[] file) throws UnreadableImageException {
    byte[] out = file;
    int at = 2;
    while (true) {
      int marker = markerAt(file, at);
      at = afterMarker(file, at);
      if (marker == END || marker == START_OF_SCAN) {
        return out;
      }
      if (isBare(marker)) {
        continue;
      }
      if (marker == APP2 && ImageHeader.startsWith(file, at + 2, PROFILE)) {
        out = out == file ? file.clone() : out;
        out[at + 2] = 'x'; // no decoder knows this name, so it skips the segment
      }
      at += segmentLength(file, at);
    }
  }

  private static int markerAt(byte[] file, int at) throws UnreadableImageException {
    int after = afterMarker(file, at);
    return file[after - 1] & 255;
  }

  /** Past the marker; any number of FF may stand before its code. */
  private static int afterMarker(byte[] file, int at) throws UnreadableImageException {
    if (at >= file.length) {
      throw ImageHeader.truncated();
    }
    if (file[at] != (byte) 0xFF) {
      throw new UnreadableImageException(Kind.CORRUPT, "the picture is damaged: no JPEG marker");
    }
    int code = at;
    while (code < file.length && file[code] == (byte) 0xFF) {
      code++;
    }
    if (code >= file.length) {
      throw ImageHeader.truncated();
    }
    return code + 1;
  }

  private static int segmentLength(byte[] file, int at) throws UnreadableImageException {
    if (file.length - at < 2) {
      throw ImageHeader.truncated();
    }
    int length = ImageHeader.unsigned16(file, at);
    if (length < 2) {
      throw new UnreadableImageException(Kind.CORRUPT, "the picture is damaged: JPEG segment");
    }
    if (length > file.length - at) {
      throw ImageHeader.truncated();
    }
    return length;
  }

  /** Skips the packed data of a scan, in which FF 00 is data and FF D0 to FF D7 are restarts. */
  private static int nextMarker(byte[] file, int from) throws UnreadableImageException {
    for (int at = from; at + 1 < file.length; at++) {
      if (file[at] == (byte) 0xFF) {
        int code = file[at + 1] & 255;
        if (code != 0 && code != 0xFF && (code < 0xD0 || code > 0xD7)) {
          return at;
        }
      }
    }
    throw ImageHeader.truncated();
  }

  /** Markers that stand alone: TEM, RST0 to RST7, SOI. */
  private static boolean isBare(int marker) {
    return marker == 1 || (marker >= 0xD0 && marker <= 0xD8);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static ImageHeader header(byte[] file, int at, int marker, int length)
      throws UnreadableImageException {
    if (length < 8) {
      throw new UnreadableImageException(Kind.CORRUPT, "the picture is damaged: JPEG header");
    }
    if (marker > 0xC2) {
      throw new UnreadableImageException(
          Kind.UNSUPPORTED, "lossless, differential and arithmetic JPEG are not read");
    }
    if (file[at + 2] != 8) {
      throw new UnreadableImageException(
          Kind.UNSUPPORTED, "JPEG with " + file[at + 2] + " bits per sample is not read; use 8");
    }
    int height = ImageHeader.unsigned16(file, at + 3);
    int width = ImageHeader.unsigned16(file, at + 5);
    int channels = file[at + 7] & 255;
    if (height == 0 || width == 0) {
      throw new UnreadableImageException(Kind.CORRUPT, "the JPEG header gives no size");
    }
    if (channels == 4) {
      throw new UnreadableImageException(
          Kind.UNSUPPORTED, "CMYK JPEG is not read; convert the picture to RGB");
    }
    if (channels != 1 && channels != 3) {
      throw new UnreadableImageException(
          Kind.UNSUPPORTED, "JPEG with " + channels + " channels is not read; use 1 or 3");
    }
    return new ImageHeader(ImageHeader.Format.JPEG, height, width);
  }
}

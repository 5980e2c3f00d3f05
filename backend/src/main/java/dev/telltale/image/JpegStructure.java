package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;

/**
 * Walks the segments of a JPEG file to its end marker. The decoder fills what is missing with grey
 * and only warns.
 *
 * @param inks four channels of ink in place of one of grey or three of light
 * @param inksAsYcc the first three of them turned into luma and chroma (Adobe's YCCK)
 */
record JpegStructure(Size size, int orientation, boolean inks, boolean inksAsYcc) {
  private static final int END = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;
  private static final String EXIF = "Exif\0\0";
  private static final String ADOBE = "Adobe";
  private static final String PROFILE = "ICC_PROFILE\0";

  /** A picture of many scans can be small and yet take hours; encoders write about ten. */
  private static final int MOST_SCANS = 100;

  /** Pixels times scans: twenty scans of the largest picture that is read by default. */
  private static final long MOST_WORK = 1_000_000_000;

  /** A block of 8 × 8 takes at least a bit in one of the channels, which may be a 4th as dense. */
  private static final int BEST_RATIO = 64 * 8 * 4;

  static JpegStructure of(byte[] file, long maxPixels) throws UnreadableImageException {
    Size size = null;
    int channels = 0;
    int orientation = Orientation.UPRIGHT;
    int adobe = 0;
    int scans = 0;
    long packed = 0;
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
        size = size(file, at, marker, length, maxPixels);
        channels = channels(file, at);
      } else if (marker == APP1 && length > 8 && Format.startsWith(file, at + 2, EXIF)) {
        orientation = Orientation.fromExif(file, at + 8, length - 8);
      } else if (marker == APP14 && length >= 14 && Format.startsWith(file, at + 2, ADOBE)) {
        adobe = file[at + 13];
      }
      at += length;
      if (marker == START_OF_SCAN) {
        scans++;
        int after = nextMarker(file, at);
        packed += after - at;
        at = after;
      }
    }
    if (size == null || scans == 0) {
      throw new UnreadableImageException(Kind.CORRUPT, "the JPEG file holds no picture");
    }
    if (scans > MOST_SCANS || (scans > 20 && scans * size.pixels() > MOST_WORK)) {
      throw UnreadableImageException.unsupported("JPEG in " + scans + " scans is not read");
    }
    if (packed * BEST_RATIO < size.pixels()) {
      throw UnreadableImageException.truncated();
    }
    return new JpegStructure(size, orientation, channels == 4, channels == 4 && adobe != 0);
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
      if (marker == APP2 && Format.startsWith(file, at + 2, PROFILE)) {
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
      throw UnreadableImageException.truncated();
    }
    if (file[at] != (byte) 0xFF) {
      throw UnreadableImageException.damaged("no JPEG marker");
    }
    int code = at;
    while (code < file.length && file[code] == (byte) 0xFF) {
      code++;
    }
    if (code >= file.length) {
      throw UnreadableImageException.truncated();
    }
    return code + 1;
  }

  private static int segmentLength(byte[] file, int at) throws UnreadableImageException {
    if (file.length - at < 2) {
      throw UnreadableImageException.truncated();
    }
    int length = unsigned16(file, at);
    if (length < 2) {
      throw UnreadableImageException.damaged("JPEG segment");
    }
    if (length > file.length - at) {
      throw UnreadableImageException.truncated();
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
    throw UnreadableImageException.truncated();
  }

  /** Markers that stand alone: TEM, RST0 to RST7, SOI. */
  private static boolean isBare(int marker) {
    return marker == 1 || (marker >= 0xD0 && marker <= 0xD8);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static Size size(byte[] file, int at, int marker, int length, long maxPixels)
      throws UnreadableImageException {
    if (length < 8) {
      throw UnreadableImageException.damaged("JPEG header");
    }
    if (marker > 0xC2) {
      throw UnreadableImageException.unsupported(
          "lossless, differential and arithmetic JPEG are not read");
    }
    if (file[at + 2] != 8) {
      throw UnreadableImageException.unsupported(
          "JPEG with " + file[at + 2] + " bits per sample is not read; use 8");
    }
    return Size.of(Format.JPEG, unsigned16(file, at + 5), unsigned16(file, at + 3), maxPixels);
  }

  private static int channels(byte[] file, int at) throws UnreadableImageException {
    int channels = file[at + 7] & 255;
    if (channels != 1 && channels != 3 && channels != 4) {
      throw UnreadableImageException.unsupported(
          "JPEG with " + channels + " channels is not read; use 1, 3 or 4");
    }
    return channels;
  }

  /** The caller knows that it is there. */
  static int unsigned16(byte[] file, int at) {
    return (file[at] & 255) << 8 | (file[at + 1] & 255);
  }
}

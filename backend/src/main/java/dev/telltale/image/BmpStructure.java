package dev.telltale.image;

import java.util.Set;

/** Looks through the header of a BMP file and that its rows are all there. */
record BmpStructure(Size size) {
  private static final int FILE_HEADER = 14;
  private static final int CORE = 12;
  private static final int COLOUR_SPACE = 70;
  private static final int PROFILES = 108; // headers from this length on name a colour space
  private static final long SRGB = 0x73524742;

  private static final Set<Integer> PLAIN_BITS = Set.of(1, 4, 8, 16, 24, 32);

  private static final int PLAIN = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int FIELDS = 3;

  /** A run of 255 pixels takes two bytes. */
  private static final int BEST_RATIO = 128;

  static BmpStructure of(byte[] file, long maxPixels) throws UnreadableImageException {
    Bytes in = Bytes.little(file);
    long header = in.u32(FILE_HEADER);
    boolean core = header == CORE;
    if (!core
        && header != 40
        && header != 52
        && header != 56
        && header != 64
        && header != 108
        && header != 124) {
      throw UnreadableImageException.unsupported(
          "BMP with a header of " + header + " bytes is not read");
    }
    in.need(FILE_HEADER, header);
    long width = core ? in.u16(18) : (int) in.u32(18);
    long height = core ? in.u16(20) : (int) in.u32(22);
    Size size = Size.of(Format.BMP, width, Math.abs(height), maxPixels);
    int bits = in.u16(core ? 24 : 28);
    long compression = core ? PLAIN : in.u32(30);
    long start = in.u32(10);
    in.need(start, 1);
    if (start < FILE_HEADER + header) {
      throw UnreadableImageException.damaged("BMP header");
    }
    if ((compression == RLE8 && bits == 8) || (compression == RLE4 && bits == 4)) {
      checkRuns(in, start, size, bits);
    } else if (compression == PLAIN ? PLAIN_BITS.contains(bits) : hasFields(compression, bits)) {
      in.need(start, ((long) size.width() * bits + 31) / 32 * 4 * size.height());
    } else {
      throw UnreadableImageException.unsupported(
          "BMP with %d bits in compression %d is not read".formatted(bits, compression));
    }
    return new BmpStructure(size);
  }

  /** The file without its colour profile, which may even be a path for the decoder to follow. */
  static byte[] withoutProfile(byte[] file) throws UnreadableImageException {
    Bytes in = Bytes.little(file);
    if (in.u32(FILE_HEADER) < PROFILES || in.u32(COLOUR_SPACE) == SRGB) {
      return file;
    }
    byte[] out = file.clone();
    for (int i = 0; i < 4; i++) {
      out[COLOUR_SPACE + i] = (byte) (SRGB >> (8 * i));
    }
    return out;
  }

  private static boolean hasFields(long compression, int bits) {
    return compression == FIELDS && (bits == 16 || bits == 32);
  }

  /** Runs go on to the end mark, which stands in the last row or behind it. */
  private static void checkRuns(Bytes in, long start, Size size, int bits)
      throws UnreadableImageException {
    long claimed = in.u32(34) == 0 ? in.u32(2) - start : in.u32(34);
    in.need(start, claimed);
    if (claimed * BEST_RATIO < size.pixels()) {
      throw UnreadableImageException.truncated();
    }
    long rows = 0;
    long at = start;
    while (true) {
      int run = in.u8(at);
      int what = in.u8(at + 1);
      at += 2;
      if (run > 0) {
        continue;
      }
      if (what == 0) {
        rows++;
      } else if (what == 1) {
        break;
      } else if (what == 2) {
        rows += in.u8(at + 1);
        at += 2;
      } else {
        int bytes = (what * bits + 7) / 8;
        at += bytes + bytes % 2;
      }
    }
    if (rows < size.height() - 1) {
      throw UnreadableImageException.truncated();
    }
  }
}

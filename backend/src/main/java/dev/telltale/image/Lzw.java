package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;

/**
 * How much LZW-packed data unpacks to, found without unpacking it: only the lengths of the strings
 * are kept. Decoders leave black what is missing and say nothing.
 */
final class Lzw {
  private static final int MOST_CODES = 4096;

  private final byte[] data;
  private final int end;
  private final boolean tiff;
  private final int literals;
  private int at;
  private int bits;
  private int held;

  private Lzw(byte[] data, int from, int end, int literalBits, boolean tiff) {
    this.data = data;
    this.at = from;
    this.end = end;
    this.tiff = tiff;
    this.literals = 1 << literalBits;
  }

  /** Least significant bit first, as GIF packs. */
  static void checkGif(byte[] data, int end, int literalBits, long wanted)
      throws UnreadableImageException {
    new Lzw(data, 0, end, literalBits, false).check(wanted);
  }

  /** Most significant bit first and codes widened one early, as TIFF packs. */
  static void checkTiff(byte[] data, int from, int end, long wanted)
      throws UnreadableImageException {
    new Lzw(data, from, end, 8, true).check(wanted);
  }

  private void check(long wanted) throws UnreadableImageException {
    int[] lengths = new int[MOST_CODES];
    int startWidth = Integer.numberOfTrailingZeros(literals) + 1;
    int width = startWidth;
    int next = literals + 2;
    int previous = 0; // length of the string before, 0 after a clear
    for (long done = 0; done < wanted; ) {
      int code = read(width);
      if (code == literals) {
        width = startWidth;
        next = literals + 2;
        previous = 0;
        continue;
      }
      if (code < 0 || code == literals + 1) {
        throw UnreadableImageException.truncated();
      }
      if (code > next || (code == next && previous == 0)) {
        throw new UnreadableImageException(Kind.CORRUPT, "the picture is damaged: LZW code");
      }
      int length = code < literals ? 1 : code == next ? previous + 1 : lengths[code];
      if (previous > 0 && next < MOST_CODES) {
        lengths[next++] = previous + 1;
      }
      if (next + (tiff ? 1 : 0) >= 1 << width && width < 12) {
        width++;
      }
      previous = length;
      done += length;
    }
  }

  /** The next code, or -1 at the end. */
  private int read(int width) {
    while (bits < width) {
      if (at == end) {
        return -1;
      }
      int value = data[at++] & 255;
      held = tiff ? held << 8 | value : held | value << bits;
      bits += 8;
    }
    bits -= width;
    int code;
    if (tiff) {
      code = held >>> bits;
      held &= (1 << bits) - 1;
    } else {
      code = held & ((1 << width) - 1);
      held >>>= width;
    }
    return code;
  }
}

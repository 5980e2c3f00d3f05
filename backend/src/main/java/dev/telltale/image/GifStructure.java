package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.util.Arrays;

/**
 * Walks the blocks of a GIF file to the end of its first frame, and counts the frame's pixels.
 *
 * @param size of the whole picture, on which the frame lies
 * @param frame of the first frame
 * @param clear whether the frame has a transparent colour
 */
record GifStructure(Size size, Size frame, int left, int top, boolean clear) {
  /** The longest string, 4096 pixels, takes 12 bits; but strings grow by one pixel at a time. */
  private static final int BEST_RATIO = 2800;

  private static final int HEADER = 13;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;

  static GifStructure of(byte[] file, long maxPixels) throws UnreadableImageException {
    Bytes in = Bytes.little(file);
    int flags = in.u8(10);
    in.need(0, HEADER);
    int at = HEADER + table(flags);
    boolean clear = false;
    while (true) {
      int block = in.u8(at);
      if (block == IMAGE) {
        return frame(in, at, clear, maxPixels);
      }
      if (block != EXTENSION) {
        throw new UnreadableImageException(Kind.CORRUPT, "the GIF file holds no picture");
      }
      if (in.u8(at + 1) == GRAPHIC_CONTROL && in.u8(at + 2) >= 4) {
        clear = (in.u8(at + 3) & 1) != 0;
      }
      at += 2;
      while (in.u8(at) > 0) {
        at += in.u8(at) + 1;
      }
      at++;
    }
  }

  private static GifStructure frame(Bytes in, int at, boolean clear, long maxPixels)
      throws UnreadableImageException {
    int left = in.u16(at + 1);
    int top = in.u16(at + 3);
    Size frame = Size.of(Format.GIF, in.u16(at + 5), in.u16(at + 7), maxPixels);
    int flags = in.u8(at + 9);
    long width = Math.max(in.u16(6), left + frame.width());
    long height = Math.max(in.u16(8), top + frame.height());
    Size size = Size.of(Format.GIF, width, height, maxPixels);
    size.checkAgainst(in.length(), BEST_RATIO);
    checkPixels(in, at + 10 + table(flags), frame);
    return new GifStructure(size, frame, left, top, clear);
  }

  private static void checkPixels(Bytes in, int start, Size frame) throws UnreadableImageException {
    int literalBits = in.u8(start);
    if (literalBits < 1 || literalBits > 8) {
      throw UnreadableImageException.damaged("GIF code size");
    }
    byte[] packed = new byte[in.length() - start];
    int length = 0;
    int at = start + 1;
    while (in.u8(at) > 0) {
      int block = in.u8(at);
      in.need(at + 1, block);
      System.arraycopy(in.file(), at + 1, packed, length, block);
      length += block;
      at += block + 1;
    }
    Lzw.checkGif(packed, length, literalBits, frame.pixels());
  }

  /** Bytes of the colour table that these flags announce. */
  private static int table(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /**
   * The frame in its place. Around it lies white if it is see-through, else its colour 0, as Pillow
   * has it.
   */
  RgbImage placed(RgbImage image, int colour0) {
    if (size.equals(frame)) {
      return image;
    }
    byte[] out = new byte[Math.multiplyExact(3, size.height() * size.width())];
    Arrays.fill(out, (byte) 255);
    if (!clear) {
      for (int i = 0; i < out.length; i++) {
        out[i] = (byte) (colour0 >> (16 - i % 3 * 8));
      }
    }
    return image.pastedInto(new RgbImage(size.height(), size.width(), out), left, top);
  }
}

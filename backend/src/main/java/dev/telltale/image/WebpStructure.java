package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.util.Arrays;

/**
 * Walks the chunks of a WebP file to its end.
 *
 * @param size of the whole picture
 * @param frame of the picture or, if it moves, of the first frame, which lies at {@code left},
 *     {@code top}
 */
record WebpStructure(Size size, Size frame, int left, int top, int orientation) {
  /**
   * A plain area takes no bytes at all in lossless WebP, and its decoder half a second for every
   * million pixels. A plain white picture in lossy WebP has about 400 pixels a byte.
   */
  private static final int BEST_RATIO = 500;

  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK = 8; // name, length
  private static final int FRAME_HEADER = 16;
  private static final int FLAGS = 20;
  private static final int HAS_PROFILE = 0x20;

  static WebpStructure of(byte[] file, long maxPixels) throws UnreadableImageException {
    Bytes in = Bytes.little(file);
    long end = CHUNK + in.u32(4);
    WebpStructure webp = whole(in, end, maxPixels);
    webp.size.checkAgainst(end, BEST_RATIO);
    return webp;
  }

  private static WebpStructure whole(Bytes in, long end, long maxPixels)
      throws UnreadableImageException {
    if (in.startsWith(FIRST_CHUNK, "VP8X")) {
      return extended(in, end, maxPixels);
    }
    Size size = bitstream(in, FIRST_CHUNK, maxPixels);
    in.need(0, end);
    return new WebpStructure(size, size, 0, 0, Orientation.UPRIGHT);
  }

  /** The file without its colour profile, which training code ignores. */
  static byte[] withoutProfile(byte[] file) throws UnreadableImageException {
    Bytes in = Bytes.little(file);
    boolean extended = in.startsWith(FIRST_CHUNK, "VP8X");
    if (!extended || (in.u8(FLAGS) & HAS_PROFILE) == 0) {
      return file;
    }
    byte[] out = file.clone();
    out[FLAGS] &= ~HAS_PROFILE;
    long end = CHUNK + in.u32(4);
    for (long at = FIRST_CHUNK; at < end; ) {
      if (in.startsWith(at, "ICCP")) {
        out[(int) at] = 'x'; // no decoder knows this name, so it skips the chunk
      }
      long length = in.u32(at + 4);
      at += CHUNK + length + (length & 1);
    }
    return out;
  }

  /** The first frame in its place, on white. */
  RgbImage placed(RgbImage image) {
    if (size.equals(frame)) {
      return image;
    }
    byte[] white = new byte[Math.multiplyExact(3, size.height() * size.width())];
    Arrays.fill(white, (byte) 255);
    return image.pastedInto(new RgbImage(size.height(), size.width(), white), left, top);
  }

  private static WebpStructure extended(Bytes in, long claimed, long maxPixels)
      throws UnreadableImageException {
    Size canvas = Size.of(Format.WEBP, in.u24(24) + 1L, in.u24(27) + 1L, maxPixels);
    in.need(0, claimed);
    int end = (int) claimed;
    Bytes all = new Bytes(in.file(), 0, end, false);
    WebpStructure found = null;
    int orientation = Orientation.UPRIGHT;
    for (int at = FIRST_CHUNK; at < end; ) {
      long length = all.u32(at + 4);
      all.need(at + CHUNK, length);
      int data = at + CHUNK;
      if (found == null && all.startsWith(at, "VP8") && !all.startsWith(at, "VP8X")) {
        found = new WebpStructure(canvas, bitstream(all, at, maxPixels), 0, 0, 1);
      } else if (found == null && all.startsWith(at, "ANMF")) {
        found = moving(new Bytes(in.file(), data, data + (int) length, false), canvas, maxPixels);
      } else if (all.startsWith(at, "EXIF")) {
        // Some writers put JPEG's name before the block.
        int skip = all.startsWith(data, "Exif\0\0") ? 6 : 0;
        orientation = Orientation.fromExif(in.file(), data + skip, (int) length - skip);
      }
      at = (int) Math.min(end, data + length + (length & 1));
    }
    if (found == null) {
      throw new UnreadableImageException(Kind.CORRUPT, "the WebP file holds no picture");
    }
    if (found.left + found.frame.width() > canvas.width()
        || found.top + found.frame.height() > canvas.height()) {
      throw UnreadableImageException.damaged("WebP sizes");
    }
    return new WebpStructure(canvas, found.frame, found.left, found.top, orientation);
  }

  private static WebpStructure moving(Bytes in, Size canvas, long maxPixels)
      throws UnreadableImageException {
    int at = FRAME_HEADER;
    if (in.startsWith(at, "ALPH")) {
      long length = in.u32(at + 4);
      in.need(at + CHUNK, length);
      at += CHUNK + (int) (length + (length & 1));
    }
    Size frame = bitstream(in, at, maxPixels);
    if (frame.width() != in.u24(6) + 1 || frame.height() != in.u24(9) + 1) {
      throw UnreadableImageException.damaged("WebP sizes");
    }
    return new WebpStructure(canvas, frame, in.u24(0) * 2, in.u24(3) * 2, 1);
  }

  private static Size bitstream(Bytes in, int at, long maxPixels) throws UnreadableImageException {
    boolean lossless = in.startsWith(at, "VP8L");
    if (!lossless && !in.startsWith(at, "VP8 ")) {
      throw UnreadableImageException.damaged("WebP chunk");
    }
    long length = in.u32(at + 4);
    int data = at + CHUNK;
    if (lossless) {
      long sizes = in.u32(data + 1);
      if (in.u8(data) != 0x2F || sizes >>> 29 != 0) {
        throw UnreadableImageException.damaged("WebP header");
      }
      Size size =
          Size.of(Format.WEBP, (sizes & 0x3FFF) + 1, (sizes >>> 14 & 0x3FFF) + 1, maxPixels);
      in.need(data, length);
      return size;
    }
    int tag = in.u24(data);
    if ((tag & 1) != 0 || in.u24(data + 3) != 0x2A019D) {
      throw UnreadableImageException.damaged("WebP header");
    }
    Size size =
        Size.of(Format.WEBP, in.u16(data + 6) & 0x3FFF, in.u16(data + 8) & 0x3FFF, maxPixels);
    in.need(data, length);
    if (length < 10 || tag >>> 5 > length - 10) {
      throw UnreadableImageException.truncated();
    }
    return size;
  }
}

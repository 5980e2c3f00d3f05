package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Walks the chunks of a PNG file. The decoder stops reading when it has its pixels and never looks
 * at checksums, so that it would let damage pass.
 */
record PngStructure(Size size, int orientation) {
  private static final int SIGNATURE = 8;
  private static final int CHUNK_FRAME = 12; // length, type, checksum

  /** Deflate packs no better than about 1:1032, so less data than this cannot hold the pixels. */
  private static final int BEST_RATIO = 1040;

  static PngStructure of(byte[] file, long maxPixels) throws UnreadableImageException {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE);
    Size size = null;
    int orientation = Orientation.UPRIGHT;
    long leastPacked = 0;
    long packed = 0;
    while (true) {
      if (in.remaining() < CHUNK_FRAME) {
        throw UnreadableImageException.truncated();
      }
      int length = in.getInt();
      int start = in.position() + 4;
      if (length < 0 || length > in.remaining() - 8) {
        throw UnreadableImageException.truncated();
      }
      String type = new String(file, start - 4, 4, StandardCharsets.ISO_8859_1);
      if (size == null) {
        size = size(in, type, length, maxPixels);
        leastPacked = unpacked(size, file[start + 8], file[start + 9]) / BEST_RATIO;
      }
      checkSum(file, start - 4, length + 4, type);
      if (type.equals("IDAT")) {
        packed += length;
      } else if (type.equals("eXIf")) {
        orientation = Orientation.fromExif(file, start, length);
      }
      if (type.equals("IEND")) {
        break;
      }
      in.position(start + length + 4);
    }
    if (packed < leastPacked) {
      throw UnreadableImageException.truncated();
    }
    return new PngStructure(size, orientation);
  }

  private static Size size(ByteBuffer in, String type, int length, long maxPixels)
      throws UnreadableImageException {
    int at = in.position() + 4;
    if (!type.equals("IHDR") || length != 13) {
      throw new UnreadableImageException(Kind.CORRUPT, "the PNG header is missing");
    }
    return Size.of(
        Format.PNG,
        Integer.toUnsignedLong(in.getInt(at)),
        Integer.toUnsignedLong(in.getInt(at + 4)),
        maxPixels);
  }

  /** Bytes of all pixels; an unknown kind counts as the smallest, and the decoder refuses it. */
  private static long unpacked(Size size, int bits, int colourType) {
    int channels =
        switch (colourType) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    return size.pixels() * Math.max(1, bits) * channels / 8;
  }

  private static void checkSum(byte[] file, int from, int length, String type)
      throws UnreadableImageException {
    CRC32 crc = new CRC32();
    crc.update(file, from, length);
    int want = ByteBuffer.wrap(file).getInt(from + length);
    if ((int) crc.getValue() != want) {
      throw new UnreadableImageException(
          Kind.CORRUPT, "the picture is damaged: checksum of PNG chunk " + printable(type));
    }
  }

  private static String printable(String type) {
    return type.replaceAll("[^A-Za-z]", "?");
  }
}

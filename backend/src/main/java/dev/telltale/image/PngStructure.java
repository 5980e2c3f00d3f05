package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Walks the chunks of a PNG file. The decoder stops reading when it has its pixels and never looks
 * at checksums, so that it would let damage pass.
 */
final class PngStructure {
  private static final int SIGNATURE = 8;
  private static final int CHUNK_FRAME = 12; // length, type, checksum

  /** Deflate packs no better than about 1:1032, so less data than this cannot hold the pixels. */
  private static final int BEST_RATIO = 1040;

  private PngStructure() {}

  static ImageHeader check(byte[] file) throws UnreadableImageException {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE);
    ImageHeader header = null;
    long packed = 0;
    while (true) {
      if (in.remaining() < CHUNK_FRAME) {
        throw ImageHeader.truncated();
      }
      int length = in.getInt();
      int start = in.position() + 4;
      if (length < 0 || length > in.remaining() - 8) {
        throw ImageHeader.truncated();
      }
      String type = new String(file, start - 4, 4, StandardCharsets.ISO_8859_1);
      checkSum(file, start - 4, length + 4, type);
      if (header == null) {
        header = header(in, type, length);
      }
      if (type.equals("IDAT")) {
        packed += length;
      }
      if (type.equals("IEND")) {
        break;
      }
      in.position(start + length + 4);
    }
    if (packed * BEST_RATIO * 8 < (long) header.height() * header.width()) {
      throw ImageHeader.truncated();
    }
    return header;
  }

  private static ImageHeader header(ByteBuffer in, String type, int length)
      throws UnreadableImageException {
    int at = in.position() + 4;
    if (!type.equals("IHDR") || length != 13) {
      throw new UnreadableImageException(Kind.CORRUPT, "the PNG header is missing");
    }
    int width = in.getInt(at);
    int height = in.getInt(at + 4);
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(Kind.CORRUPT, "the PNG header gives no size");
    }
    return new ImageHeader(ImageHeader.Format.PNG, height, width);
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

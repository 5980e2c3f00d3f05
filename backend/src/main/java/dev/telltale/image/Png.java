package dev.telltale.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files, quickly rather than tightly: thousands of small pictures a second when a data
 * set is generated.
 */
public final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte GREY = 0;
  private static final byte COLOUR = 2;
  private static final byte FILTER_NONE = 0;
  private static final byte FILTER_SUB = 1;

  private Png() {}

  /** An 8-bit RGB file that decodes to exactly this picture. */
  public static byte[] write(RgbImage image) {
    int stride = image.width() * 3;
    byte[] rows = new byte[Math.multiplyExact(image.height(), stride + 1)];
    byte[] rgb = image.rgb();
    int to = 0;
    for (int y = 0; y < image.height(); y++) {
      rows[to++] = FILTER_SUB;
      int from = y * stride;
      for (int x = 0; x < stride; x++) {
        rows[to++] = (byte) (rgb[from + x] - (x < 3 ? 0 : rgb[from + x - 3]));
      }
    }
    return file(image.height(), image.width(), COLOUR, rows);
  }

  /** An 8-bit grey file: 255 inside the object (0.5 or more), 0 outside. */
  public static byte[] write(Mask mask) {
    byte[] rows = new byte[Math.multiplyExact(mask.height(), mask.width() + 1)];
    int to = 0;
    for (int y = 0; y < mask.height(); y++) {
      rows[to++] = FILTER_NONE;
      for (int x = 0; x < mask.width(); x++) {
        rows[to++] = (byte) (mask.plane()[y * mask.width() + x] >= 0.5f ? 255 : 0);
      }
    }
    return file(mask.height(), mask.width(), GREY, rows);
  }

  private static byte[] file(int height, int width, byte colourType, byte[] rows) {
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).array();
    header[8] = 8; // bits per sample
    header[9] = colourType;
    ByteArrayOutputStream out = new ByteArrayOutputStream(rows.length / 2 + 100);
    out.writeBytes(SIGNATURE);
    chunk(out, "IHDR", header);
    chunk(out, "IDAT", packed(rows));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static byte[] packed(byte[] rows) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(rows);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(rows.length / 2 + 64);
      byte[] buffer = new byte[Math.min(1 << 16, rows.length + 64)];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] body =
        ByteBuffer.allocate(data.length + 8)
            .putInt(data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 crc = new CRC32();
    crc.update(body, 4, body.length - 4);
    out.writeBytes(body);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}

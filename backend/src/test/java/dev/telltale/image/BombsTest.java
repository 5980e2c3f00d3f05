package dev.telltale.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.image.UnreadableImageException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Small files that claim or unpack to much: refused fast, and before there is room for them. */
class BombsTest {
  private static final int SIDE = 50_000;

  /** For a refusal. The largest file here has 100 kB. */
  private static final long LITTLE = 1 << 20;

  @Test
  void hugeHeadersAreRefusedInEveryFormat() {
    byte[] png =
        edited("rgb.png", ByteOrder.BIG_ENDIAN, in -> in.putInt(16, SIDE).putInt(20, SIDE));
    assertRefused(png, Kind.TOO_LARGE, "50000 × 50000 pixels are more than the limit of 50000000");
    byte[] bmp = edited("rgb.bmp", in -> in.putInt(18, SIDE).putInt(22, -SIDE));
    assertRefused(bmp, Kind.TOO_LARGE, "50000 × 50000 pixels are more than the limit of 50000000");
    byte[] gif =
        edited("palette.gif", in -> in.putShort(6, (short) SIDE).putShort(8, (short) SIDE));
    assertRefused(gif, Kind.TOO_LARGE, "50000 × 50000 pixels are more than the limit of 50000000");
    byte[] webp = edited("moving.webp", in -> in.putInt(24, SIDE - 1).putInt(27, SIDE - 1));
    assertRefused(webp, Kind.TOO_LARGE, "50000 × 50000 pixels are more than the limit of 50000000");
    byte[] plain = edited("lossless.webp", in -> in.putInt(21, 0x0FFFFFFF));
    assertRefused(
        plain, Kind.TOO_LARGE, "16384 × 16384 pixels are more than the limit of 50000000");
    byte[] lossy = edited("lossy.webp", in -> in.putInt(26, 0x3FFF3FFF));
    assertRefused(
        lossy, Kind.TOO_LARGE, "16383 × 16383 pixels are more than the limit of 50000000");
    byte[] tiff = edited("none.tif", in -> tiff(in, 256, SIDE));
    tiff = edited(tiff, ByteOrder.LITTLE_ENDIAN, in -> tiff(in, 257, SIDE));
    assertRefused(tiff, Kind.TOO_LARGE, "50000 × 50000 pixels are more than the limit of 50000000");
    byte[] jpeg = edited("ycc-444.jpg", ByteOrder.BIG_ENDIAN, BombsTest::hugeFrame);
    assertRefused(jpeg, Kind.TOO_LARGE, "50000 × 50000 pixels are more than the limit of 50000000");
  }

  @Test
  void aHugeHeaderIsRefusedEvenIfNothingFollows() {
    byte[] png =
        edited("rgb.png", ByteOrder.BIG_ENDIAN, in -> in.putInt(16, SIDE).putInt(20, SIDE));
    assertRefused(Arrays.copyOf(png, 33), Kind.TOO_LARGE, "50000 × 50000");
  }

  @Test
  void claimsThatTheBytesCannotHoldAreRefused() {
    short side = 7000; // 49 million pixels are allowed
    assertRefused(
        edited("rgb.bmp", in -> in.putInt(18, side).putInt(22, side)), Kind.CORRUPT, "truncated");
    assertRefused(
        edited("rle8.bmp", in -> in.putInt(18, side).putInt(22, side)), Kind.CORRUPT, "truncated");
    assertRefused(
        edited("palette.gif", in -> in.putShort(6, side).putShort(8, side)),
        Kind.TOO_LARGE,
        "7000 × 7000 pixels packed into");
    assertRefused(
        edited("lossless.webp", in -> in.putInt(21, (side - 1) << 14 | (side - 1))),
        Kind.TOO_LARGE,
        "7000 × 7000 pixels packed into");
    for (String name : new String[] {"none.tif", "lzw.tif", "deflate.tif", "packbits.tif"}) {
      byte[] wide = edited(name, in -> tiff(in, 256, 6999));
      assertRefused(wide, Kind.CORRUPT, "truncated");
      byte[] high = edited(name, in -> tiff(in, 257, 6999));
      assertRefused(high, Kind.CORRUPT, "truncated");
    }
    byte[] jpeg =
        edited(
            "ycc-444.jpg",
            ByteOrder.BIG_ENDIAN,
            in -> in.putShort(frame(in) + 5, side).putShort(frame(in) + 7, side));
    assertRefused(jpeg, Kind.CORRUPT, "truncated");
  }

  @Test
  void headersWithoutASizeAreRefused() {
    byte[] png = edited("rgb.png", ByteOrder.BIG_ENDIAN, in -> in.putInt(16, 0));
    assertRefused(png, Kind.CORRUPT, "the PNG header gives no size");
    byte[] bmp = edited("rgb.bmp", in -> in.putInt(22, 0));
    assertRefused(bmp, Kind.CORRUPT, "the BMP header gives no size");
    byte[] gif = edited("palette.gif", in -> in.putShort(gifFrame(in) + 5, (short) 0));
    assertRefused(gif, Kind.CORRUPT, "the GIF header gives no size");
    byte[] webp = edited("lossy.webp", in -> in.putInt(26, 0));
    assertRefused(webp, Kind.CORRUPT, "the WEBP header gives no size");
    byte[] tiff = edited("none.tif", in -> tiff(in, 257, 0));
    assertRefused(tiff, Kind.CORRUPT, "the TIFF header gives no size");
    byte[] jpeg =
        edited("ycc-444.jpg", ByteOrder.BIG_ENDIAN, in -> in.putShort(frame(in) + 5, (short) 0));
    assertRefused(jpeg, Kind.CORRUPT, "the JPEG header gives no size");
  }

  @Test
  void tagsThatClaimBillionsOfValuesAreRefused() {
    byte[] file = edited("none.tif", in -> in.putInt(entry(in, 273) + 4, -1));
    assertRefused(file, Kind.CORRUPT, "truncated");
  }

  @Test
  void dataThatUnpackToFarMoreThanThePictureAreReadNoFurther() throws Exception {
    byte[] rows = new byte[100_000_000]; // a picture of 3 × 2 needs 20 of them
    byte[] file = png(3, 2, chunk("IDAT", deflated(rows)));
    assertThat(allocated(file)).isLessThan(LITTLE);
    assertThat(Pictures.decode(file).rgb()).containsOnly(0);
  }

  @Test
  void textThatUnpacksToMuchIsNotUnpacked() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes("a\0\0".getBytes(StandardCharsets.ISO_8859_1));
    text.writeBytes(deflated(new byte[100_000_000]));
    byte[] file =
        png(3, 2, chunk("zTXt", text.toByteArray()), chunk("IDAT", deflated(new byte[20])));
    assertThat(allocated(file)).isLessThan(LITTLE);
    assertThat(Pictures.decode(file).width()).isEqualTo(3);
  }

  @Test
  void aJpegOfVeryManyScansIsRefused() {
    byte[] file = FormatFixtures.bytes("progressive.jpg");
    byte[] scan = {-1, -38, 0, 8, 1, 1, 0, 1, 5, 0x21, 0};
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, file.length - 2);
    for (int i = 0; i < 5000; i++) {
      out.writeBytes(scan);
    }
    out.write(file, file.length - 2, 2);
    assertRefused(out.toByteArray(), Kind.UNSUPPORTED, "scans is not read");
  }

  private static void assertRefused(byte[] file, Kind kind, String message) {
    long start = System.nanoTime();
    long before = Allocated.bytes();
    UnreadableImageException refused =
        catchThrowableOfType(UnreadableImageException.class, () -> Pictures.decode(file));
    long allocated = Allocated.bytes() - before;
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertThat(refused).hasMessageContaining(message);
    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(allocated).isLessThan(LITTLE);
    assertThat(millis).isLessThan(1000);
  }

  private static long allocated(byte[] file) throws UnreadableImageException {
    Pictures.decode(file); // classes are loaded once
    long before = Allocated.bytes();
    Pictures.decode(file);
    return Allocated.bytes() - before;
  }

  /** A change of a file's bytes. */
  private interface Edit {
    void in(ByteBuffer file);
  }

  private static byte[] edited(String name, Edit edit) {
    return edited(name, ByteOrder.LITTLE_ENDIAN, edit);
  }

  private static byte[] edited(String name, ByteOrder order, Edit edit) {
    return edited(FormatFixtures.bytes(name), order, edit);
  }

  private static byte[] edited(byte[] file, ByteOrder order, Edit edit) {
    edit.in(ByteBuffer.wrap(file).order(order));
    return file;
  }

  private static void tiff(ByteBuffer in, int tag, int value) {
    int entry = entry(in, tag);
    in.putShort(entry + 2, (short) 4).putInt(entry + 4, 1).putInt(entry + 8, value);
  }

  private static int entry(ByteBuffer in, int tag) {
    int entry = in.getInt(4) + 2;
    while (in.getShort(entry) != tag) {
      entry += 12;
    }
    return entry;
  }

  private static void hugeFrame(ByteBuffer in) {
    in.putShort(frame(in) + 5, (short) SIDE).putShort(frame(in) + 7, (short) SIDE);
  }

  /** Where the marker of a JPEG's frame stands. */
  private static int frame(ByteBuffer in) {
    int at = 2;
    while (in.getShort(at) != (short) 0xFFC0) {
      at += 2 + (in.getShort(at + 2) & 0xFFFF);
    }
    return at;
  }

  /** Where a GIF's first frame stands, behind the header, the colours and the extensions. */
  private static int gifFrame(ByteBuffer in) {
    int at = 13 + (3 << ((in.get(10) & 7) + 1));
    while (in.get(at) != 0x2C) {
      for (at += 2; in.get(at) != 0; at += 1 + (in.get(at) & 0xFF)) {}
      at++;
    }
    return at;
  }

  private static byte[] png(int width, int height, byte[]... chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(FormatFixtures.bytes("rgb.png"), 0, 8);
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).array();
    header[8] = 8;
    header[9] = 2;
    out.writeBytes(chunk("IHDR", header));
    for (byte[] chunk : chunks) {
      out.writeBytes(chunk);
    }
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    ByteBuffer out = ByteBuffer.allocate(data.length + 12).putInt(data.length);
    out.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(out.array(), 4, data.length + 4);
    return out.putInt((int) crc.getValue()).array();
  }

  private static byte[] deflated(byte[] data) {
    Deflater deflater = new Deflater();
    deflater.setInput(data);
    deflater.finish();
    byte[] out = new byte[data.length / 900 + 100];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }
}

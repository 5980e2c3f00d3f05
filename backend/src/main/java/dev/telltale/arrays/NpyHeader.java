package dev.telltale.arrays;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code .npy} file says of itself (format 1.0 and 2.0), in C order.
 *
 * @param type of the elements
 * @param shape sizes of the axes; empty for a single number
 * @param offset where the elements begin, in bytes
 */
record NpyHeader(NpyType type, long[] shape, int offset) {
  /**
   * The size of every header that is written: NumPy aligns the elements to 64 bytes, and a shape
   * that is known only later must not move them.
   */
  static final int SIZE = 128;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int PREFIX = 8;
  private static final int LONGEST = 64 * 1024;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*+:\\s*+(?:'([^']*+)'|(\\[))");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*+:\\s*+(True|False)");

  /** Up to 32 axes, as NumPy; possessive, so that no text makes it try again and again. */
  private static final Pattern SHAPE =
      Pattern.compile(
          "'shape'\\s*+:\\s*+\\(\\s*+((?:\\d{1,18}+\\s*+(?:,\\s*+|(?=\\)))){0,32}+)\\)");

  /** The header of a file that is to be written. */
  static NpyHeader of(NpyType type, long... shape) {
    return new NpyHeader(type, shape.clone(), SIZE);
  }

  /** Number of elements along the first axis; 1 for a single number. */
  long rows() {
    return shape.length == 0 ? 1 : shape[0];
  }

  /**
   * Elements of one row, that is of everything beyond the first axis.
   *
   * @throws ArithmeticException if that is no {@code int}
   */
  int rowLength() {
    long length = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      length = Math.multiplyExact(length, shape[axis]);
    }
    return Math.toIntExact(length);
  }

  /** Bytes of one row. */
  int rowBytes() {
    return Math.multiplyExact(rowLength(), type.bytes());
  }

  /** Bytes of the whole file. */
  long fileBytes() {
    return Math.addExact(offset, Math.multiplyExact(rows(), (long) rowBytes()));
  }

  /** The header's {@value #SIZE} bytes, format 1.0. */
  ByteBuffer bytes() {
    String axes =
        Arrays.toString(shape).replaceAll("[\\[\\]]", "") + (shape.length == 1 ? "," : "");
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type.descr(), axes);
    int length = SIZE - MAGIC.length - 4;
    if (text.length() >= length) {
      throw new IllegalArgumentException("a shape of " + shape.length + " axes is too long");
    }
    ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
    bytes.put(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.position() < SIZE - 1) {
      bytes.put((byte) ' ');
    }
    return bytes.put((byte) '\n').flip();
  }

  /**
   * Reads the header and checks that the file is as long as it says.
   *
   * @throws NpyException if it is no array, of a kind that is not read, or short
   */
  static NpyHeader read(FileChannel channel, Path file) throws IOException {
    NpyHeader header = readAlone(channel, file);
    long missing = header.fileBytes() - channel.size();
    if (missing > 0) {
      throw new NpyException(
          file,
          "it is short: %d bytes are missing of an array of shape %s; it may still be written"
              .formatted(missing, Arrays.toString(header.shape)));
    }
    return header;
  }

  /** As {@link #read} of a file that is still being written. */
  static NpyHeader readAlone(FileChannel channel, Path file) throws IOException {
    ByteBuffer start = bytes(channel, file, 0, PREFIX);
    byte[] magic = new byte[MAGIC.length];
    start.get(magic);
    int major = start.get();
    int minor = start.get();
    if (!Arrays.equals(magic, MAGIC)) {
      throw new NpyException(file, "not a .npy array");
    }
    if ((major != 1 && major != 2) || minor != 0) {
      throw new NpyException(
          file, "is of .npy format " + major + "." + minor + "; 1.0 and 2.0 are read");
    }
    int sizeBytes = major == 1 ? 2 : 4;
    ByteBuffer size = bytes(channel, file, PREFIX, sizeBytes);
    int length = major == 1 ? size.getShort() & 0xffff : size.getInt();
    if (length < 0 || length > LONGEST) {
      throw new NpyException(file, "its header claims " + (length & 0xffffffffL) + " bytes");
    }
    int offset = PREFIX + sizeBytes + length;
    ByteBuffer text = bytes(channel, file, PREFIX + sizeBytes, length);
    try {
      return parse(StandardCharsets.ISO_8859_1.decode(text).toString(), offset);
    } catch (ArithmeticException e) {
      throw new NpyException(file, "its shape is too large");
    } catch (IllegalArgumentException e) {
      throw new NpyException(file, e.getMessage());
    }
  }

  private static NpyHeader parse(String text, int offset) {
    Matcher descr = found(DESCR, "descr", text);
    if (descr.group(2) != null) {
      throw new IllegalArgumentException("it is a structured array; save each field by itself");
    }
    NpyType type = NpyType.of(descr.group(1));
    if (found(ORDER, "fortran_order", text).group(1).equals("True")) {
      throw new IllegalArgumentException(
          "it is in Fortran order; save numpy.ascontiguousarray of it");
    }
    String axes = found(SHAPE, "shape", text).group(1);
    long[] shape =
        Pattern.compile("\\d+")
            .matcher(axes)
            .results()
            .mapToLong(axis -> Long.parseLong(axis.group()))
            .toArray();
    NpyHeader header = new NpyHeader(type, shape, offset);
    header.fileBytes();
    return header;
  }

  private static Matcher found(Pattern pattern, String key, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException("its header has no usable " + key);
    }
    return matcher;
  }

  private static ByteBuffer bytes(FileChannel channel, Path file, long from, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new NpyException(file, "not a .npy array: it ends within its header");
      }
    }
    return bytes.flip();
  }
}

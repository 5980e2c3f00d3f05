package dev.telltale.arrays;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writes an array row by row into a {@code .npy} file. The header comes first and says the shape
 * that the file will have; until all rows are there it is short, and no reader takes it for whole.
 * Belongs to one thread.
 */
public final class NpyWriter implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final NpyHeader header;
  private long rows;

  private NpyWriter(Path file, FileChannel channel, NpyHeader header, long rows) {
    this.file = file;
    this.channel = channel;
    this.header = header;
    this.rows = rows;
  }

  /** Begins a file, in place of one that is there. */
  public static NpyWriter create(Path file, NpyType type, long... shape) throws IOException {
    NpyHeader header = NpyHeader.of(type, shape);
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    return closingOnFailure(
        channel,
        () -> {
          writeFully(channel, header.bytes());
          return new NpyWriter(file, channel, header, 0);
        });
  }

  /**
   * Goes on with a file that was begun with the same type and shape.
   *
   * @param rows how many of its rows to keep; what follows them is cut off
   * @throws NpyException if it is another array, or has fewer rows
   */
  public static NpyWriter resume(Path file, long rows, NpyType type, long... shape)
      throws IOException {
    NpyHeader header = NpyHeader.of(type, shape);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return closingOnFailure(
        channel,
        () -> {
          NpyHeader there = NpyHeader.readAlone(channel, file);
          long end = header.offset() + rows * header.rowBytes();
          if (!there.bytes().equals(header.bytes()) || there.offset() != header.offset()) {
            throw new NpyException(
                file,
                "is an array of %s %s, not of %s %s"
                    .formatted(
                        there.type().descr(),
                        Arrays.toString(there.shape()),
                        type.descr(),
                        Arrays.toString(shape)));
          }
          if (channel.size() < end) {
            throw new NpyException(file, "has fewer rows than the " + rows + " to keep");
          }
          channel.truncate(end).position(end);
          return new NpyWriter(file, channel, header, rows);
        });
  }

  /** Writes a whole array of integers along one axis, complete when this returns. */
  public static void write(Path file, int[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    try (NpyWriter writer = create(file, NpyType.I4, values.length)) {
      writer.append(bytes);
      writer.force();
    }
  }

  /**
   * Appends whole rows.
   *
   * @param bytes their elements, little-endian
   * @throws IllegalArgumentException if these are no whole rows, or more than the shape has
   */
  public void append(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining() / header.rowBytes();
    if (count * header.rowBytes() != bytes.remaining()) {
      throw new IllegalArgumentException(bytes.remaining() + " bytes are no whole rows");
    }
    if (rows + count > header.rows()) {
      throw new IllegalArgumentException(file + " has " + header.rows() + " rows; there are more");
    }
    writeFully(channel, bytes);
    rows += count;
  }

  /** Rows so far. */
  public long rows() {
    return rows;
  }

  /** Returns when all that was appended would outlast the machine's losing power. */
  public void force() throws IOException {
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private interface Opening {
    NpyWriter open() throws IOException;
  }

  private static NpyWriter closingOnFailure(FileChannel channel, Opening opening)
      throws IOException {
    try {
      return opening.open();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }
}

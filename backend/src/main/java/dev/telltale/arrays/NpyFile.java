package dev.telltale.arrays;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * An array in a {@code .npy} file, memory-mapped: it takes no heap, and only what is looked at is
 * read. Rows are along the first axis. Thread-safe; the mapping ends when nothing refers to it.
 */
public final class NpyFile {
  /** A buffer addresses 2 GiB at most; a longer file is mapped in windows of whole rows. */
  private static final long WINDOW = 1L << 30;

  private final Path file;
  private final NpyHeader header;
  private final long rowsPerWindow;
  private final ByteBuffer[] windows;
  private final FloatBuffer[] floats;

  private NpyFile(Path file, NpyHeader header, long rowsPerWindow, ByteBuffer[] windows) {
    this.file = file;
    this.header = header;
    this.rowsPerWindow = rowsPerWindow;
    this.windows = windows;
    this.floats = new FloatBuffer[windows.length];
    for (int i = 0; i < windows.length; i++) {
      floats[i] = windows[i].asFloatBuffer();
    }
  }

  /**
   * Maps a file.
   *
   * @throws NpyException if it is no array, in Fortran order, big-endian, of objects or another
   *     type than {@link NpyType}'s, or shorter than its header says
   * @throws IOException if it cannot be read
   */
  public static NpyFile open(Path file) throws IOException {
    return open(file, WINDOW);
  }

  static NpyFile open(Path file, long windowBytes) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      NpyHeader header = NpyHeader.read(channel, file);
      long perWindow = Math.max(1, windowBytes / Math.max(1, header.rowBytes()));
      // Rows of nothing cost a file nothing, and so there may be any number of them.
      int count =
          header.rowBytes() == 0 ? 0 : Math.toIntExact((header.rows() + perWindow - 1) / perWindow);
      ByteBuffer[] windows = new ByteBuffer[count];
      for (int i = 0; i < count; i++) {
        long from = i * perWindow;
        long rows = Math.min(perWindow, header.rows() - from);
        windows[i] =
            channel
                .map(
                    FileChannel.MapMode.READ_ONLY,
                    header.offset() + from * header.rowBytes(),
                    rows * header.rowBytes())
                .order(ByteOrder.LITTLE_ENDIAN);
      }
      return new NpyFile(file, header, perWindow, windows);
    }
  }

  /** Type of the elements. */
  public NpyType type() {
    return header.type();
  }

  /** Sizes of the axes; empty for a single number. */
  public long[] shape() {
    return header.shape().clone();
  }

  /** Size of the first axis; 1 for a single number. */
  public long rows() {
    return header.rows();
  }

  /** Elements of one row. */
  public int rowLength() {
    return header.rowLength();
  }

  /**
   * One row's bytes, little-endian, without copying.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public ByteBuffer row(long row) {
    int rowBytes = header.rowBytes();
    if (rowBytes == 0) {
      Objects.checkIndex(row, header.rows());
      return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
    }
    return window(row)
        .slice(Math.toIntExact(row % rowsPerWindow) * rowBytes, rowBytes)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Copies one row of a {@link NpyType#F4} array.
   *
   * @param into takes a row from {@code at} on
   * @throws IndexOutOfBoundsException if there is no such row, or it does not fit
   */
  public void floats(long row, float[] into, int at) {
    need(NpyType.F4);
    Objects.checkIndex(row, header.rows());
    int length = header.rowLength();
    if (length == 0) {
      return;
    }
    floats[(int) (row / rowsPerWindow)].get(
        Math.toIntExact(row % rowsPerWindow) * length, into, at, length);
  }

  /**
   * One number of an {@link NpyType#F4} array.
   *
   * @throws IndexOutOfBoundsException if there is no such row or column
   */
  public float number(long row, int column) {
    need(NpyType.F4);
    Objects.checkIndex(row, header.rows());
    Objects.checkIndex(column, header.rowLength());
    int at = Math.toIntExact(row % rowsPerWindow) * header.rowLength() + column;
    return floats[(int) (row / rowsPerWindow)].get(at);
  }

  /** All elements of an {@link NpyType#I4} array. */
  public int[] ints() {
    need(NpyType.I4);
    int[] all = new int[Math.toIntExact(Math.multiplyExact(rows(), (long) rowLength()))];
    int at = 0;
    for (ByteBuffer window : windows) {
      int count = window.capacity() / Integer.BYTES;
      window.asIntBuffer().get(0, all, at, count);
      at += count;
    }
    return all;
  }

  /** All elements of an {@link NpyType#I8} array. */
  public long[] longs() {
    need(NpyType.I8);
    long[] all = new long[Math.toIntExact(Math.multiplyExact(rows(), (long) rowLength()))];
    int at = 0;
    for (ByteBuffer window : windows) {
      int count = window.capacity() / Long.BYTES;
      window.asLongBuffer().get(0, all, at, count);
      at += count;
    }
    return all;
  }

  private ByteBuffer window(long row) {
    Objects.checkIndex(row, header.rows());
    return windows[(int) (row / rowsPerWindow)];
  }

  private void need(NpyType wanted) {
    if (header.type() != wanted) {
      throw new IllegalStateException(
          file + " holds " + header.type().descr() + ", not " + wanted.descr());
    }
  }
}

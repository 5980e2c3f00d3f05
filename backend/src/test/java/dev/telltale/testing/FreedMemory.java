package dev.telltale.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Shows what goes on using native memory that Java has taken back. */
public final class FreedMemory {
  private static final int SMALL_BUFFERS = 20_000;

  private FreedMemory() {}

  /**
   * Has Java's collector free what nobody refers to, and writes over it.
   *
   * @param bytes size of the arrays that may have been freed; small
   * @return what was written; keep it as long as it is to stay
   */
  public static List<ByteBuffer> overwrite(int bytes) {
    System.gc();
    List<ByteBuffer> buffers = new ArrayList<>(SMALL_BUFFERS);
    for (int i = 0; i < SMALL_BUFFERS; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      while (buffer.remaining() >= Float.BYTES) {
        buffer.putFloat(1e3f);
      }
      buffers.add(buffer);
    }
    return buffers;
  }
}

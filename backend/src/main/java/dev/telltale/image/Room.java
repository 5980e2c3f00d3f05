package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;
import java.util.concurrent.Semaphore;

/**
 * Memory for large pictures. A process that runs out of heap ends, and the event that did it would
 * be read again at the next start and do it again. So what pictures take is bounded over all
 * threads: who decodes one opens a room, decodes into it, and closes it when the picture is no
 * longer used. A picture waits until others have made room for it, and is refused when the heap is
 * too small for it alone. Belongs to one thread; holds one picture.
 */
public final class Room implements AutoCloseable {
  private static final long MIB = 1024 * 1024;

  /** What the whole process has: the rest of the heap is Kafka's, the network's, the pages'. */
  private static final int ALL = (int) (Runtime.getRuntime().maxMemory() * 2 / 5 / MIB);

  private static final Semaphore FREE = new Semaphore(ALL, true);

  private static final int RESULT = 3;

  private final int bytesPerPixelOfUse;
  private int held;

  /**
   * Holds nothing yet.
   *
   * @param bytesPerPixelOfUse what will be needed beside the picture itself while it is used, in
   *     bytes for each of its pixels
   */
  public Room(int bytesPerPixelOfUse) {
    this.bytesPerPixelOfUse = bytesPerPixelOfUse;
  }

  /** The most that one picture may take in this process, in MiB. */
  static int most() {
    return ALL;
  }

  /**
   * Waits for the memory that a picture of this size takes.
   *
   * @param size by the header
   * @param format whose decoder will run
   * @throws UnreadableImageException TOO_LARGE when this process never has as much
   */
  void take(Size size, Format format) throws UnreadableImageException {
    take(size, Math.max(decoding(format), RESULT + bytesPerPixelOfUse));
  }

  /**
   * Waits for the memory that this many bytes a pixel take, and at least what its use was opened
   * for.
   *
   * @throws UnreadableImageException TOO_LARGE when this process never has as much
   */
  void take(Size size, int decoding) throws UnreadableImageException {
    int bytesPerPixel = Math.max(decoding, bytesPerPixelOfUse);
    long wanted = 1 + size.pixels() * bytesPerPixel / MIB;
    if (wanted > ALL) {
      throw new UnreadableImageException(
          Kind.TOO_LARGE,
          "%d × %d pixels take %d MiB; this process has %d for pictures, two fifths of its heap"
              .formatted(size.width(), size.height(), wanted, ALL));
    }
    if (held > 0) {
      throw new IllegalStateException("a room holds one picture");
    }
    FREE.acquireUninterruptibly((int) wanted);
    held = (int) wanted;
  }

  @Override
  public void close() {
    FREE.release(held);
    held = 0;
  }

  /**
   * What is held at once while a picture is decoded, turned and laid on white, in bytes a pixel; of
   * the commonest kind for which that is most.
   */
  private static int decoding(Format format) {
    return switch (format) {
      case JPEG, GIF -> 7;
      case PNG, BMP -> 8;
      case WEBP, TIFF -> 10;
    };
  }
}

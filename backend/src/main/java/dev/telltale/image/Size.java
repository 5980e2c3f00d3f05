package dev.telltale.image;

import dev.telltale.image.UnreadableImageException.Kind;

/** Rows and columns that a header gives, once they are known to be allowed. */
record Size(int height, int width) {
  /** A Java array holds no more than about 2^31 bytes, and a pixel takes three. */
  private static final long MOST = 700_000_000;

  private static final long FREE = 1_000_000;

  /**
   * @param format named where the size is none
   * @throws UnreadableImageException CORRUPT without a size, TOO_LARGE above the limit
   */
  static Size of(Format format, long width, long height, long maxPixels)
      throws UnreadableImageException {
    return of(format.name(), width, height, maxPixels);
  }

  /** The same, for a format that holds no pictures. */
  static Size of(String format, long width, long height, long maxPixels)
      throws UnreadableImageException {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(Kind.CORRUPT, "the " + format + " header gives no size");
    }
    long limit = Math.min(maxPixels, MOST);
    if (height > limit / width) {
      throw new UnreadableImageException(
          Kind.TOO_LARGE,
          "%d × %d pixels are more than the limit of %d".formatted(width, height, limit));
    }
    return new Size((int) height, (int) width);
  }

  /**
   * Refuses what a sound picture would not be: more pixels than its bytes can well stand for.
   *
   * @param pixelsPerByte how many a byte may stand for, beyond the first million
   * @throws UnreadableImageException TOO_LARGE
   */
  void checkAgainst(long bytes, int pixelsPerByte) throws UnreadableImageException {
    if (pixels() > FREE && pixels() > bytes * pixelsPerByte) {
      throw new UnreadableImageException(
          Kind.TOO_LARGE,
          "%d × %d pixels packed into %d bytes are refused".formatted(width, height, bytes));
    }
  }

  long pixels() {
    return (long) height * width;
  }
}

package dev.telltale.image;

/**
 * Whole numbers out of a part of a file; what would lie behind its end is reported as truncation.
 *
 * @param from where the part starts; positions count from there
 * @param end one past the part's last byte
 */
record Bytes(byte[] file, int from, int end, boolean bigEndian) {

  static Bytes little(byte[] file) {
    return new Bytes(file, 0, file.length, false);
  }

  int length() {
    return end - from;
  }

  int u8(long at) throws UnreadableImageException {
    need(at, 1);
    return file[from + (int) at] & 255;
  }

  int u16(long at) throws UnreadableImageException {
    need(at, 2);
    int first = u8(at);
    int second = u8(at + 1);
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  int u24(long at) throws UnreadableImageException {
    return bigEndian ? u16(at) << 8 | u8(at + 2) : u16(at) | u8(at + 2) << 16;
  }

  long u32(long at) throws UnreadableImageException {
    need(at, 4);
    long first = u16(at);
    long second = u16(at + 2);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  boolean startsWith(long at, String bytes) {
    return at <= length() - bytes.length() && Format.startsWith(file, from + (int) at, bytes);
  }

  /**
   * @throws UnreadableImageException if fewer bytes than that lie there
   */
  void need(long at, long count) throws UnreadableImageException {
    if (at < 0 || count < 0 || at > length() || count > length() - at) {
      throw UnreadableImageException.truncated();
    }
  }
}

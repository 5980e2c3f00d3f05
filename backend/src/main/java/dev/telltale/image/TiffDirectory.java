package dev.telltale.image;

import java.util.HashMap;
import java.util.Map;

/** The first directory of a TIFF file or EXIF block: its tags and their whole numbers. */
final class TiffDirectory {
  private static final int ENTRY = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final Bytes bytes;
  private final Map<Integer, Integer> entries; // tag → position

  private TiffDirectory(Bytes bytes, Map<Integer, Integer> entries) {
    this.bytes = bytes;
    this.entries = entries;
  }

  static TiffDirectory first(byte[] file, int from, int end) throws UnreadableImageException {
    Bytes bytes = new Bytes(file, from, end, end > from && file[from] == 'M');
    if (bytes.u16(2) != 42) {
      throw UnreadableImageException.damaged("TIFF header");
    }
    long at = bytes.u32(4);
    int count = bytes.u16(at);
    bytes.need(at + 2, (long) count * ENTRY);
    Map<Integer, Integer> entries = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int entry = (int) at + 2 + i * ENTRY;
      entries.putIfAbsent(bytes.u16(entry), entry);
    }
    return new TiffDirectory(bytes, entries);
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** Where a tag's entry stands in the file; the tag is there. */
  int position(int tag) {
    return bytes.from() + entries.get(tag);
  }

  /** The first number of a tag. */
  long number(int tag, long otherwise) throws UnreadableImageException {
    long[] all = numbers(tag);
    return all.length == 0 ? otherwise : all[0];
  }

  /** All numbers of a tag; none if it is missing or holds no whole numbers. */
  long[] numbers(int tag) throws UnreadableImageException {
    Integer entry = entries.get(tag);
    if (entry == null) {
      return new long[0];
    }
    int type = bytes.u16(entry + 2);
    int width = type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
    if (width == 0) {
      return new long[0];
    }
    long count = bytes.u32(entry + 4);
    long at = count * width <= 4 ? entry + 8 : bytes.u32(entry + 8);
    bytes.need(at, count * width);
    long[] values = new long[(int) count];
    for (int i = 0; i < values.length; i++) {
      long here = at + (long) i * width;
      values[i] = type == BYTE ? bytes.u8(here) : type == SHORT ? bytes.u16(here) : bytes.u32(here);
    }
    return values;
  }

  Bytes bytes() {
    return bytes;
  }
}

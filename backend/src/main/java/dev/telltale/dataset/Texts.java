package dev.telltale.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Many short texts in one array: the paths of a million pictures take half of what they would as
 * strings.
 */
public final class Texts {
  private byte[] bytes = new byte[1024];
  private int[] ends = new int[64];
  private int size;

  /**
   * Appends one.
   *
   * @throws DataSetException when all together pass 2 GiB
   */
  public void add(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int start = start(size);
    long end = (long) start + utf8.length;
    if (end > Integer.MAX_VALUE - 8) {
      throw new DataSetException("the paths of this data set take more than 2 GiB");
    }
    if (end > bytes.length) {
      bytes =
          Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, end * 3 / 2)));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size + (size >> 1));
    }
    System.arraycopy(utf8, 0, bytes, start, utf8.length);
    ends[size++] = (int) end;
  }

  /** The text of a place, from 0. */
  public String get(int place) {
    int start = start(place);
    return new String(bytes, start, ends[place] - start, StandardCharsets.UTF_8);
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  private int start(int place) {
    return place == 0 ? 0 : ends[place - 1];
  }
}

package dev.telltale.dataset.layout;

import dev.telltale.dataset.DataSetException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a text file, each cut into fields where it lies: a library for CSV makes eight
 * million strings of CelebA's attributes and takes seconds. Fields are apart by blanks, or, in a
 * file that ends in {@code .csv}, by commas (without quotes). Lines without a field are passed
 * over.
 */
final class FieldLines implements Closeable {
  private static final int LONGEST = 1 << 20;

  private final Path file;
  private final InputStream in;
  private final boolean commas;
  private byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private long line;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int size;

  FieldLines(Path file) throws IOException {
    this.file = file;
    this.in = Files.newInputStream(file);
    this.commas = isCsv(file);
  }

  /** Whether commas stand between the fields of a file. */
  static boolean isCsv(Path file) {
    return file.toString().endsWith(".csv");
  }

  /**
   * Goes to the next line that has a field.
   *
   * @return false after the last
   * @throws DataSetException if a line is longer than a MiB: this is no such file
   */
  boolean next() throws IOException {
    do {
      int end = endOfLine();
      if (end < 0) {
        return false;
      }
      line++;
      cut(end);
      from = Math.min(to, end + 1);
    } while (size == 0);
    return true;
  }

  /** The number of this line in the file, from 1. */
  long line() {
    return line;
  }

  /** How many fields this line has. */
  int size() {
    return size;
  }

  /** A field of this line. */
  String text(int field) {
    return new String(buffer, starts[field], ends[field] - starts[field], StandardCharsets.UTF_8);
  }

  /** 1 for {@code 1}, 0 for {@code -1}, the codes of a binary attribute; else -1. */
  int sign(int field) {
    int start = starts[field];
    return switch (ends[field] - start) {
      case 1 -> buffer[start] == '1' ? 1 : -1;
      case 2 -> buffer[start] == '-' && buffer[start + 1] == '1' ? 0 : -1;
      default -> -1;
    };
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Where the line that begins at {@code from} ends; below 0 if there is none. */
  private int endOfLine() throws IOException {
    int at = from;
    while (true) {
      for (; at < to; at++) {
        if (buffer[at] == '\n') {
          return at;
        }
      }
      if (from > 0) {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        at -= from;
        to -= from;
        from = 0;
      } else if (to == buffer.length) {
        if (to == LONGEST) {
          throw new DataSetException(
              "%s, line %d: longer than 1 MiB; this is not a list of pictures"
                  .formatted(file, line + 1));
        }
        buffer = Arrays.copyOf(buffer, to * 2);
      }
      int read = in.read(buffer, to, buffer.length - to);
      if (read < 0) {
        return from < to ? to : -1;
      }
      to += read;
    }
  }

  private void cut(int end) {
    size = 0;
    int at = line == 1 && hasMark(end) ? from + 3 : from;
    boolean empty = isBlank(at, end);
    while (at < end && !empty) {
      int start = at;
      if (commas) {
        while (at < end && buffer[at] != ',') {
          at++;
        }
        field(start, at);
        at++;
        if (at == end) {
          field(at, at);
        }
      } else if (buffer[at] <= ' ' && buffer[at] >= 0) {
        at++;
      } else {
        while (at < end && (buffer[at] > ' ' || buffer[at] < 0)) {
          at++;
        }
        field(start, at);
      }
    }
  }

  private boolean isBlank(int start, int end) {
    for (int at = start; at < end; at++) {
      if (buffer[at] > ' ' || buffer[at] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The mark that some programs write before UTF-8. */
  private boolean hasMark(int end) {
    return end - from >= 3
        && buffer[from] == (byte) 0xEF
        && buffer[from + 1] == (byte) 0xBB
        && buffer[from + 2] == (byte) 0xBF;
  }

  private void field(int start, int end) {
    int first = start;
    int last = end;
    while (first < last && buffer[first] <= ' ' && buffer[first] >= 0) {
      first++;
    }
    while (first < last && buffer[last - 1] <= ' ' && buffer[last - 1] >= 0) {
      last--;
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    starts[size] = first;
    ends[size++] = last;
  }
}

package dev.telltale.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The results of a stage's units in a file, one a line: {@code {"unit":3,"value":…}}. A line that
 * was cut off when the process was killed is passed over, and its unit done again. Belongs to one
 * thread.
 */
final class StageFile implements Results, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 1 << 16;

  private final FileChannel file;
  private final int units;

  /** Where each unit's line lies: its start and its length. */
  private final Map<Integer, long[]> lines = new TreeMap<>();

  private StageFile(FileChannel file, int units) {
    this.file = file;
    this.units = units;
  }

  static StageFile open(Path path, int units) {
    try {
      StageFile opened =
          new StageFile(
              FileChannel.open(
                  path,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE),
              units);
      opened.index();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be used: " + e.getMessage(), e);
    }
  }

  private record Line(int unit, JsonNode value) {}

  boolean has(int unit) {
    return lines.containsKey(unit);
  }

  void append(int unit, JsonNode value) throws IOException {
    byte[] line = JSON.writeValueAsBytes(new Line(unit, value));
    byte[] ended = Arrays.copyOf(line, line.length + 1);
    ended[line.length] = '\n';
    long start = file.size();
    ByteBuffer left = ByteBuffer.wrap(ended);
    try {
      while (left.hasRemaining()) {
        file.write(left, start + ended.length - left.remaining());
      }
      file.force(false);
    } catch (IOException e) {
      file.truncate(start);
      throw e;
    }
    lines.put(unit, new long[] {start, line.length});
  }

  @Nullable JsonNode value(int unit) {
    long[] line = lines.get(unit);
    return line == null ? null : read(line).value();
  }

  @Override
  public int units() {
    return units;
  }

  @Override
  public int missing() {
    return units - lines.size();
  }

  @Override
  public Stream<Result> stream() {
    return lines.entrySet().stream()
        .map(entry -> new Result(entry.getKey(), read(entry.getValue()).value()));
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Line read(long[] line) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(line[1]));
    try {
      while (bytes.hasRemaining() && file.read(bytes, line[0] + bytes.position()) >= 0) {}
      return JSON.readValue(bytes.array(), Line.class);
    } catch (IOException e) {
      throw new UncheckedIOException("a unit's result cannot be read back: " + e.getMessage(), e);
    }
  }

  private void index() throws IOException {
    long start = 0;
    long at = 0;
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    while (file.read(chunk.clear(), at) > 0) {
      for (int i = 0; i < chunk.position(); i++) {
        if (chunk.get(i) == '\n') {
          long[] line = {start, at + i - start};
          lines.put(read(line).unit(), line);
          start = at + i + 1;
        }
      }
      at += chunk.position();
    }
    file.truncate(start);
  }
}

package dev.telltale.cli.bench;

import dev.telltale.arrays.NpyFile;
import dev.telltale.arrays.NpyType;
import dev.telltale.arrays.NpyWriter;
import dev.telltale.features.head.Examples;
import dev.telltale.spuriosity.Ranking;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Features of many images in one memory-mapped file, ranked within their classes by spuriosity, and
 * the same bytes read from the first to the last and thrown away.
 */
final class RankedRows {
  static final int CHANNELS = 2048;
  static final int CLASSES = 100;

  /** Spurious features of each class. */
  static final int CUES = 5;

  private static final int BLOCK_ROWS = 256;

  private final Path file;
  private final NpyFile rows;
  private final List<int[]> spurious;
  private final int[] labels;

  /** Writes the features, by a fixed seed. */
  RankedRows(Path file, int images) throws IOException {
    this.file = file;
    SplittableRandom values = new SplittableRandom(1);
    ByteBuffer block =
        ByteBuffer.allocateDirect(BLOCK_ROWS * CHANNELS * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    try (NpyWriter writer = NpyWriter.create(file, NpyType.F4, images, CHANNELS)) {
      for (int from = 0; from < images; from += BLOCK_ROWS) {
        FloatBuffer floats = block.clear().asFloatBuffer();
        int count = Math.min(BLOCK_ROWS, images - from) * CHANNELS;
        for (int i = 0; i < count; i += 2) {
          long bits = values.nextLong();
          floats.put((bits & 0xffffff) * 0x1p-24f).put((bits >>> 40) * 0x1p-24f);
        }
        writer.append(block.limit(count * Float.BYTES));
      }
      writer.force();
    }
    this.rows = NpyFile.open(file);
    Random random = new Random(2);
    this.labels = random.ints(images, 0, CLASSES).toArray();
    this.spurious =
        IntStream.range(0, CLASSES)
            .mapToObj(c -> random.ints(0, CHANNELS).distinct().limit(CUES).toArray())
            .toList();
  }

  /** Seconds to rank the first images; all classes, from the file to sorted scores. */
  double rankSeconds(int images) {
    long start = System.nanoTime();
    int ranked = Ranking.of(new First(images), spurious).stream().mapToInt(Ranking::size).sum();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (ranked != images) {
      throw new IllegalStateException(ranked + " of " + images + " images were ranked");
    }
    return seconds;
  }

  /** Seconds to read the file from the first byte to the last. */
  double readSeconds() {
    ByteBuffer into = ByteBuffer.allocateDirect(1 << 20);
    long start = System.nanoTime();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(into.clear()) >= 0) {
        // What was read is not looked at.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private final class First implements Examples {
    private final int size;

    First(int size) {
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int channels() {
      return CHANNELS;
    }

    @Override
    public int label(int example) {
      return labels[example];
    }

    @Override
    public void features(int example, float[] into, int at) {
      rows.floats(example, into, at);
    }

    @Override
    public float feature(int example, int channel) {
      return rows.number(example, channel);
    }
  }
}

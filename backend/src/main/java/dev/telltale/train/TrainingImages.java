package dev.telltale.train;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.Sample;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.dataset.check.Unusable;
import dev.telltale.features.Encoding;
import dev.telltale.features.ImageSource;
import dev.telltale.image.ModelInput;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The images of a data set as a network takes them, decoded once and kept in memory, a byte for
 * each value. Immutable; may be shared by trainings.
 */
public final class TrainingImages {
  private static final int CHUNK = 64;

  private final DataSet dataSet;
  private final int height;
  private final int width;

  /** [3,H,W] of each image of the data set; null where it cannot be read. */
  private final byte[] @Nullable [] pixels;

  private final List<Unreadable> unreadable;

  /**
   * An image that cannot be read, and is left out.
   *
   * @param id of the sample
   * @param reason why
   */
  public record Unreadable(String id, String reason) {}

  private TrainingImages(
      DataSet dataSet,
      int height,
      int width,
      byte[] @Nullable [] pixels,
      List<Unreadable> unreadable) {
    this.dataSet = dataSet;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.unreadable = List.copyOf(unreadable);
  }

  /** The images as they are before any is read, each taken for one that can be. */
  static TrainingImages unread(DataSet dataSet, int height, int width) {
    byte[][] pixels = new byte[dataSet.samples().size()][];
    Arrays.fill(pixels, new byte[0]);
    return new TrainingImages(dataSet, height, width, pixels, List.of());
  }

  /** The most bytes of images that are kept, and of batches: a third of the heap each. */
  public static long mostBytes() {
    return Runtime.getRuntime().maxMemory() / 3;
  }

  /**
   * Reads and decodes all images, on several threads.
   *
   * @param progress is told how many are done, from this thread
   * @throws TrainingException if they do not fit into {@link #mostBytes}
   */
  public static TrainingImages read(DataSet dataSet, int height, int width, IntConsumer progress)
      throws InterruptedException {
    List<Sample> samples = dataSet.samples();
    refuseTooMany(dataSet.name(), samples.size(), height, width);
    PictureReader reader = ImageSource.of(dataSet).reader();
    byte[][] pixels = new byte[samples.size()][];
    List<Unreadable> unreadable = new ArrayList<>();
    ExecutorService readers = Executors.newFixedThreadPool(Encoding.readers());
    try {
      List<Future<List<Unreadable>>> chunks = new ArrayList<>();
      for (int from = 0; from < pixels.length; from += CHUNK) {
        int first = from;
        int end = Math.min(pixels.length, from + CHUNK);
        chunks.add(
            readers.submit(() -> decode(samples, reader, height, width, pixels, first, end)));
      }
      for (int i = 0; i < chunks.size(); i++) {
        unreadable.addAll(chunks.get(i).get());
        progress.accept(Math.min(pixels.length, (i + 1) * CHUNK));
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      readers.shutdownNow();
    }
    return new TrainingImages(dataSet, height, width, pixels, unreadable);
  }

  static void refuseTooMany(String name, int images, int height, int width) {
    long each = 3L * height * width;
    if (images * each > mostBytes()) {
      throw new TrainingException(
          "%s: %,d images of %d × %d need %,d MB of memory, %,d MB are for them; take at most %,d by --limit or --where, or give a larger heap by TELLTALE_JAVA_OPTS=-Xmx8g"
              .formatted(
                  name,
                  images,
                  width,
                  height,
                  images * each / 1_000_000,
                  mostBytes() / 1_000_000,
                  mostBytes() / each));
    }
  }

  /** What they are of. */
  public DataSet dataSet() {
    return dataSet;
  }

  /** Rows of an image. */
  public int height() {
    return height;
  }

  /** Columns of an image. */
  public int width() {
    return width;
  }

  /** Samples of the data set, with those that cannot be read. */
  public int size() {
    return pixels.length;
  }

  /** Those that are left out. */
  public List<Unreadable> unreadable() {
    return unreadable;
  }

  /** Whether the image of a sample could be read. */
  public boolean isReadable(int place) {
    return pixels[place] != null;
  }

  /** [3,H,W], 0 to 255; not to be written to. */
  byte[] pixels(int place) {
    byte[] values = pixels[place];
    if (values == null) {
      throw new IllegalArgumentException("image " + place + " could not be read");
    }
    return values;
  }

  private static List<Unreadable> decode(
      List<Sample> samples,
      PictureReader reader,
      int height,
      int width,
      byte[][] pixels,
      int from,
      int to) {
    List<Unreadable> unreadable = new ArrayList<>();
    float[] input = new float[3 * height * width];
    for (int i = from; i < to; i++) {
      Sample sample = samples.get(i);
      try (Room room = new Room(0)) {
        RgbImage picture = reader.decode(reader.bytes(sample.image()), room);
        ModelInput.into(picture, height, width, input, 0);
        byte[] values = new byte[input.length];
        for (int k = 0; k < values.length; k++) {
          values[k] = (byte) Math.round(input[k] * 255);
        }
        pixels[i] = values;
      } catch (Unusable e) {
        unreadable.add(new Unreadable(sample.id(), String.valueOf(e.getMessage())));
      } catch (RuntimeException e) {
        unreadable.add(new Unreadable(sample.id(), "cannot be decoded: " + e));
      }
    }
    return unreadable;
  }
}

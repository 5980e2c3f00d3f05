package dev.telltale.features;

import dev.telltale.dataset.Sample;
import dev.telltale.dataset.check.PictureReader;
import dev.telltale.dataset.check.Unusable;
import dev.telltale.features.FeatureManifest.Unreadable;
import dev.telltale.image.ModelInput;
import dev.telltale.image.RgbImage;
import dev.telltale.image.Room;
import dev.telltale.model.ModelSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A data set's images in batches, read and decoded by threads of its own while the network computes
 * on those before. Batches come in order; a fixed number of buffers bounds what is read ahead.
 */
final class ImageBatches implements AutoCloseable {
  /** One at the network, and one that is ready when the network is. */
  private static final int BEYOND_READERS = 2;

  private final List<Sample> samples;
  private final PictureReader reader;
  private final ModelSpec spec;
  private final int batch;
  private final ExecutorService readers;
  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private final ArrayDeque<Future<Batch>> ahead = new ArrayDeque<>();
  private int next;

  /**
   * Images that are ready for the network.
   *
   * @param images how many; those that cannot be read are among them, all zero
   * @param pixels [batch,3,H,W]; zero beyond the images
   * @param unreadable those that could not be read
   */
  record Batch(int images, ByteBuffer pixels, List<Unreadable> unreadable) {}

  /**
   * Begins to read.
   *
   * @param from the row to begin with
   * @param threads that read and decode, at least 1
   */
  ImageBatches(ImageSource source, int from, BatchEncoder encoder, int threads) {
    this.samples = source.samples();
    this.reader = source.reader();
    this.spec = encoder.bundle().spec();
    this.batch = encoder.batch();
    this.next = from;
    this.readers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "image-reader");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < threads + BEYOND_READERS; i++) {
      free.add(encoder.pixels());
    }
  }

  /** Waits for the next batch; null when there are no more images. */
  @Nullable Batch next() throws InterruptedException {
    while (!free.isEmpty() && next < samples.size()) {
      int from = next;
      next = Math.min(samples.size(), from + batch);
      List<Sample> some = List.copyOf(samples.subList(from, next));
      ByteBuffer pixels = free.remove();
      ahead.add(readers.submit(() -> read(some, from, pixels)));
    }
    if (ahead.isEmpty()) {
      return null;
    }
    try {
      return ahead.remove().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Gives back a batch that is encoded; its pixels will be overwritten. */
  void release(Batch done) {
    free.add(done.pixels());
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }

  private Batch read(List<Sample> some, int from, ByteBuffer buffer) {
    int image = 3 * spec.height() * spec.width();
    FloatBuffer pixels = buffer.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
    float[] input = new float[image];
    float[] zeros = new float[image];
    List<Unreadable> unreadable = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      String fault = i < some.size() ? read(some.get(i).image(), input) : "";
      pixels.put(i * image, fault == null ? input : zeros, 0, image);
      if (fault != null && i < some.size()) {
        unreadable.add(new Unreadable(from + i, some.get(i).id(), fault));
      }
    }
    return new Batch(some.size(), buffer, unreadable);
  }

  /** Reads one picture; null when it went well, else what is wrong with it. */
  private @Nullable String read(Path file, float[] input) {
    try (Room room = new Room(0)) {
      RgbImage picture = reader.decode(reader.bytes(file), room);
      ModelInput.into(picture, spec.height(), spec.width(), input, 0);
      return null;
    } catch (Unusable e) {
      return e.getMessage();
    } catch (RuntimeException | OutOfMemoryError e) {
      return "cannot be decoded: " + e;
    }
  }
}

package dev.telltale.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Images in batches, made on a thread beside the one that computes: while one batch is computed on,
 * the next is made.
 */
final class Batches implements AutoCloseable {
  private static final float[] UNIT = new float[256];

  static {
    for (int i = 0; i < UNIT.length; i++) {
      UNIT[i] = i / 255f;
    }
  }

  private final TrainingImages part;
  private final int[] order;
  private final int end;
  private final int batch;
  private final ObjIntConsumer<float[]> change;
  private final ExecutorService maker;
  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private @Nullable Future<Batch> ahead;
  private int next;

  /**
   * Images that are ready.
   *
   * @param places of the images in their part
   * @param buffer [B,3,H,W] floats
   */
  record Batch(int[] places, ByteBuffer buffer) {
    /** The images, which lie in the buffer itself on a CPU: not to be used after the next batch. */
    NDArray images(NDManager scope, TrainingImages part) {
      return scope.create(
          buffer.duplicate().order(ByteOrder.nativeOrder()),
          new Shape(places.length, 3, part.height(), part.width()),
          DataType.FLOAT32);
    }
  }

  /**
   * Begins to make the first.
   *
   * @param order places of the images
   * @param buffers made by {@link #buffers}; in use until this is closed
   * @param whole whether what is left over after the last whole batch is left out
   * @param change of each image [3,H,W] in [0,1], by its place, in place; on the other thread
   */
  Batches(
      TrainingImages part,
      int[] order,
      int batch,
      List<ByteBuffer> buffers,
      boolean whole,
      ObjIntConsumer<float[]> change) {
    this.part = part;
    this.order = order;
    this.end = whole ? order.length / batch * batch : order.length;
    this.batch = batch;
    this.change = change;
    this.maker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "batch-maker");
              thread.setDaemon(true);
              return thread;
            });
    this.free.addAll(buffers);
    this.ahead = submit();
  }

  /** Waits for the next batch; null after the last. The one before it must no longer be used. */
  @Nullable Batch next() throws InterruptedException {
    if (ahead == null) {
      return null;
    }
    try {
      Batch made = ahead.get();
      ahead = submit();
      free.add(made.buffer());
      return made;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Room for the batch that is computed on and the one that is made, for batches of a size. */
  static List<ByteBuffer> buffers(TrainingImages part, int batch) {
    int bytes = Math.multiplyExact(batch, 3 * part.height() * part.width() * Float.BYTES);
    return Stream.generate(() -> ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()))
        .limit(2)
        .toList();
  }

  /** Waits until no buffer is written to any more. */
  @Override
  public void close() {
    maker.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (maker.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Future<Batch> submit() {
    if (next >= end) {
      return null;
    }
    int[] places = Arrays.copyOfRange(order, next, Math.min(end, next + batch));
    next += places.length;
    ByteBuffer buffer = free.remove();
    return maker.submit(() -> make(places, buffer));
  }

  private Batch make(int[] places, ByteBuffer buffer) {
    int size = 3 * part.height() * part.width();
    float[] values = new float[size];
    FloatBuffer floats = buffer.clear().asFloatBuffer();
    for (int i = 0; i < places.length; i++) {
      byte[] pixels = part.pixels(places[i]);
      for (int k = 0; k < size; k++) {
        values[k] = UNIT[pixels[k] & 255];
      }
      change.accept(values, places[i]);
      floats.put(i * size, values);
    }
    buffer.limit(places.length * size * Float.BYTES);
    return new Batch(places, buffer);
  }
}

package dev.telltale.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.telltale.model.Encoder;
import dev.telltale.model.ModelBundle;
import dev.telltale.model.ModelSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Encodes images by batches of one fixed size: the last bits of a feature depend on how many images
 * go through the network at once, but not on the place in the batch. Belongs to one thread.
 */
public final class BatchEncoder implements AutoCloseable {
  private static final int LARGEST_BATCH = 32;

  /** Bounds a batch of large images; several are in memory at once. */
  private static final long BATCH_BYTES = 64L * 1024 * 1024;

  /** libtorch runs a network as it is while it watches it, then optimises: other last bits. */
  private static final int WARM_UP_RUNS = 3;

  private final ModelBundle bundle;
  private final Encoder encoder;
  private final int batch;
  private final int channels;

  private BatchEncoder(ModelBundle bundle, Encoder encoder) {
    this.bundle = bundle;
    this.encoder = encoder;
    this.batch = batch(bundle.spec());
    ByteBuffer nothing = pixels();
    int found = 0;
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      found = encode(nothing).remaining() / Float.BYTES / batch;
    }
    this.channels = found;
  }

  /**
   * Loads a bundle's features onto a device, and warms them up.
   *
   * @throws dev.telltale.model.BundleException when they cannot be loaded, or return no map
   */
  public static BatchEncoder load(ModelBundle bundle, Device device) {
    Encoder encoder = Encoder.load(bundle, device);
    try {
      return new BatchEncoder(bundle, encoder);
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /** The bundle that encodes. */
  public ModelBundle bundle() {
    return bundle;
  }

  /** Images that go through the network at once: 32, or fewer where they are large. */
  public int batch() {
    return batch;
  }

  /** Features of an image, C. */
  public int channels() {
    return channels;
  }

  /** Room for the pixels of one batch, [batch,3,H,W] floats, all zero. */
  public ByteBuffer pixels() {
    int bytes = batch * 3 * bundle.spec().height() * bundle.spec().width() * Float.BYTES;
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * Encodes one batch.
   *
   * @param pixels made by {@link #pixels}; where there are fewer images, the rest is zero
   * @return r = GAP(A), [batch,C] floats
   */
  public ByteBuffer encode(ByteBuffer pixels) {
    ModelSpec spec = bundle.spec();
    try (NDManager scope = encoder.newScope()) {
      // The tensor lies in the buffer itself, which outlives the scope. [B,3,H,W]
      NDArray images =
          scope.create(
              pixels.duplicate().order(ByteOrder.nativeOrder()),
              new Shape(batch, 3, spec.height(), spec.width()),
              DataType.FLOAT32);
      return encoder.pooled(images).toByteBuffer().order(ByteOrder.nativeOrder()); // [B,C]
    }
  }

  @Override
  public void close() {
    encoder.close();
  }

  private static int batch(ModelSpec spec) {
    long image = 3L * spec.height() * spec.width() * Float.BYTES;
    int batch = LARGEST_BATCH;
    while (batch > 1 && batch * image > BATCH_BYTES) {
      batch /= 2;
    }
    return batch;
  }
}

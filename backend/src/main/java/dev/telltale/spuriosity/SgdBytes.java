package dev.telltale.spuriosity;

import dev.telltale.audit.Artifacts;
import dev.telltale.features.head.Sgd;
import dev.telltale.model.LinearHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A fit between two epochs as bytes, to the last bit: classes, channels and epochs as 32-bit
 * numbers, then weights row by row and biases, of the head and of the velocity, as 32-bit floats;
 * all little-endian.
 */
final class SgdBytes {
  private SgdBytes() {}

  /** Keeps it; its address. */
  static String keep(Sgd.State state, Artifacts artifacts) {
    int classes = state.head().classes();
    int channels = state.head().channels();
    long floats = 2L * classes * (channels + 1L);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(3L * Integer.BYTES + floats * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(classes)
            .putInt(channels)
            .putInt(state.epochs());
    put(state.head(), bytes);
    put(state.velocity(), bytes);
    try {
      return artifacts.write(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException("a tuning cannot be kept: " + e.getMessage(), e);
    }
  }

  /** Reads what is kept. */
  static Sgd.State read(String address, Artifacts artifacts) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(artifacts.read(address)).order(ByteOrder.LITTLE_ENDIAN);
      int classes = bytes.getInt();
      int channels = bytes.getInt();
      int epochs = bytes.getInt();
      return new Sgd.State(head(bytes, classes, channels), head(bytes, classes, channels), epochs);
    } catch (IOException e) {
      throw new UncheckedIOException("a tuning cannot be taken up: " + e.getMessage(), e);
    }
  }

  private static void put(LinearHead head, ByteBuffer bytes) {
    for (float[] row : head.weight()) {
      put(row, bytes);
    }
    put(head.bias(), bytes);
  }

  private static void put(float[] values, ByteBuffer bytes) {
    for (float value : values) {
      bytes.putFloat(value);
    }
  }

  private static LinearHead head(ByteBuffer bytes, int classes, int channels) {
    float[][] weight = new float[classes][channels];
    for (float[] row : weight) {
      get(row, bytes);
    }
    float[] bias = new float[classes];
    get(bias, bytes);
    return new LinearHead(weight, bias);
  }

  private static void get(float[] values, ByteBuffer bytes) {
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat();
    }
  }
}

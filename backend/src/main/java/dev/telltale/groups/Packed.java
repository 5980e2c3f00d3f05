package dev.telltale.groups;

import java.nio.ByteBuffer;

/** Doubles as bytes, big-endian. */
final class Packed {
  private Packed() {}

  static byte[] bytes(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
    bytes.asDoubleBuffer().put(values);
    return bytes.array();
  }

  static double[] doubles(byte[] bytes) {
    double[] values = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(values);
    return values;
  }
}

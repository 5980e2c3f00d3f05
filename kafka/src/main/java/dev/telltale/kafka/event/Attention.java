package dev.telltale.kafka.event;

import static dev.telltale.kafka.event.RejectReason.INVALID_VALUE;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a model looked: a GradCAM map scaled to its own maximum and quantised to 0..255, row by row
 * from the top left.
 *
 * @param height rows, 1 to 256
 * @param width columns, 1 to 256
 * @param values {@code height * width} unsigned bytes; not copied, so leave the array alone
 *     afterwards
 */
public record Attention(int height, int width, byte[] values) {
  private static final int MAX_SIDE = 256;

  /**
   * Checks the shape.
   *
   * @throws InvalidEventException if a side is out of range or the values do not fill the shape
   */
  public Attention {
    Check.present("attention.values", values);
    if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
      throw new InvalidEventException(
          INVALID_VALUE,
          "attention is " + height + " x " + width + "; each side must be 1 to " + MAX_SIDE + ".");
    }
    if (values.length != height * width) {
      throw new InvalidEventException(
          INVALID_VALUE,
          "attention is " + height + " x " + width + " with " + values.length + " values.");
    }
  }

  /**
   * Quantises a map: 0 and below becomes 0, the largest value 255; a map without a positive value
   * is all zeros.
   *
   * @param map {@code height * width} finite values, row by row
   * @throws InvalidEventException if a value is not finite or the values do not fill the shape
   */
  public static Attention quantised(float[] map, int height, int width) {
    float max = 0;
    for (float value : map) {
      if (!Float.isFinite(value)) {
        throw new InvalidEventException(
            INVALID_VALUE, "attention holds " + value + "; every value must be finite.");
      }
      max = Math.max(max, value);
    }
    var values = new byte[map.length];
    for (int i = 0; i < map.length && max > 0; i++) {
      values[i] = (byte) Math.round(255.0 * Math.max(0, map[i]) / max);
    }
    return new Attention(height, width, values);
  }

  /** The value at a place, 0 to 1, in steps of 1/255. */
  public double at(int row, int column) {
    return Byte.toUnsignedInt(values[row * width + column]) / 255.0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Attention that
        && height == that.height
        && width == that.width
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Attention[" + height + "x" + width + "]";
  }
}

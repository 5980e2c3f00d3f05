package dev.telltale.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;

/** What goes into a network and what comes out of it: shapes, 32-bit floats, finite numbers. */
final class Contract {
  /** Sums of float32 numbers in [0,1] may be off it by their last bits. */
  private static final float ROUNDING = 1e-5f;

  private Contract() {}

  /**
   * A batch of a bundle's images, or of masks of their size.
   *
   * @param file the network's, for the message
   * @param what the input's name, in the plural
   * @throws IllegalArgumentException when the input is of another shape or type
   */
  static void input(String file, String what, NDArray input, Shape need) {
    if (!input.getShape().equals(need) || input.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "%s: takes %s %s float32, not %s"
              .formatted(file, what, need, described(input.getShape(), input.getDataType())));
    }
  }

  /**
   * The shape that a batch must have.
   *
   * @param channels 3 for images, 1 for masks
   */
  static Shape batchOf(NDArray batch, int channels, ModelSpec spec) {
    Shape shape = batch.getShape();
    return new Shape(
        shape.dimension() == 0 ? 1 : shape.get(0), channels, spec.height(), spec.width());
  }

  /**
   * Finite numbers of a shape.
   *
   * @throws BundleException when they are not
   */
  static NDArray finite(String file, NDArray output, Shape need) {
    range(file, output, need);
    return output;
  }

  /**
   * Numbers in [0,1] of a shape.
   *
   * @throws BundleException when they are not
   */
  static NDArray unit(String file, NDArray output, Shape need) {
    float[] range = range(file, output, need);
    if (range[0] < -ROUNDING || range[1] > 1 + ROUNDING) {
      throw new BundleException(
          "%s: returns values from %.4g to %.4g, [0,1] is needed"
              .formatted(file, range[0], range[1]));
    }
    return output;
  }

  /** PyTorch's name of a type. */
  static String name(DataType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static float[] range(String file, NDArray output, Shape need) {
    if (!output.getShape().equals(need) || output.getDataType() != DataType.FLOAT32) {
      throw new BundleException(
          "%s: returns %s, %s float32 is needed"
              .formatted(file, described(output.getShape(), output.getDataType()), need));
    }
    // Either end is NaN when any number is.
    try (NDArray min = output.min();
        NDArray max = output.max()) {
      float[] range = {min.getFloat(), max.getFloat()};
      for (float end : range) {
        if (!Float.isFinite(end)) {
          throw new BundleException(
              file + ": returns " + end + "; its weights may be damaged, or its input unusual");
        }
      }
      return range;
    }
  }

  private static String described(Shape shape, DataType type) {
    return shape + " " + name(type);
  }
}

package dev.telltale.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers of one shape, row-major, as a golden case stores them: a scalar, nested lists, or a file.
 *
 * @param shape sizes of the axes; empty for a scalar
 * @param values as many as the shape says
 */
record Tensor(int[] shape, double[] values) {

  Tensor {
    if (sizeOf(shape) != values.length) {
      throw new CaseFault("shape " + Arrays.toString(shape) + " for " + values.length + " values");
    }
  }

  static Tensor scalar(double value) {
    return new Tensor(new int[0], new double[] {value});
  }

  static Tensor vector(double... values) {
    return new Tensor(new int[] {values.length}, values);
  }

  static Tensor of(float[] values, int... shape) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return new Tensor(shape, wide);
  }

  /** The rows below each other: [N][m] with the shape N × rest. */
  static Tensor stack(float[][] rows, int... rest) {
    int length = (int) sizeOf(rest);
    int[] shape = new int[rest.length + 1];
    shape[0] = rows.length;
    System.arraycopy(rest, 0, shape, 1, rest.length);
    float[] all = new float[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * length, length);
    }
    return of(all, shape);
  }

  /** The rows below each other: [N][m] with the shape N × m. */
  static Tensor rows(double[][] rows, int length) {
    return new Tensor(
        new int[] {rows.length, length},
        Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
  }

  /** Little-endian values of a file, {@code float32} or {@code int32}. */
  static Tensor decode(byte[] bytes, int[] shape, String dtype, String file) {
    long wanted = 4 * sizeOf(shape);
    if (bytes.length != wanted) {
      throw new CaseFault(
          "%s holds %d bytes, shape %s needs %d"
              .formatted(file, bytes.length, Arrays.toString(shape), wanted));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.length / 4];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (dtype) {
            case "float32" -> buffer.getFloat();
            case "int32" -> buffer.getInt();
            default -> throw new CaseFault(file + " has the unknown dtype " + dtype);
          };
    }
    return new Tensor(shape, values);
  }

  /** A scalar or nested lists of numbers, booleans (1 and 0) and "NaN", "Infinity", "-Infinity". */
  static Tensor parse(JsonNode node, String path) {
    int[] shape = new int[depth(node)];
    JsonNode first = node;
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = first.size();
      first = first.path(0);
    }
    double[] values = new double[Math.toIntExact(sizeOf(shape))];
    int filled = fill(node, shape, 0, values, 0, path);
    return new Tensor(shape, filled == values.length ? values : Arrays.copyOf(values, filled));
  }

  /** Size of an axis; a missing axis is a fault of the case. */
  int size(int axis) {
    if (axis >= shape.length) {
      throw new CaseFault("shape " + Arrays.toString(shape) + " has too few axes");
    }
    return shape[axis];
  }

  /** Slice i along the first axis. */
  double[] row(int i) {
    int length = values.length / size(0);
    return Arrays.copyOfRange(values, i * length, (i + 1) * length);
  }

  /** Column j of a matrix. */
  Tensor column(int j) {
    int columns = size(1);
    if (shape.length != 2 || j >= columns) {
      throw new CaseFault("shape " + Arrays.toString(shape) + " has no column " + j);
    }
    double[] column = new double[shape[0]];
    Arrays.setAll(column, i -> values[i * columns + j]);
    return vector(column);
  }

  float[] floatRow(int i) {
    return narrow(row(i));
  }

  float[] floats() {
    return narrow(values);
  }

  int[] ints() {
    int[] whole = new int[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) values[i];
    }
    return whole;
  }

  /** Values that are 0 or 1, as truths. */
  boolean[] booleans(String path) {
    boolean[] truths = new boolean[values.length];
    for (int i = 0; i < truths.length; i++) {
      if (values[i] != 0 && values[i] != 1) {
        throw new CaseFault(path + place(i) + " is " + values[i] + ", neither 0 nor 1");
      }
      truths[i] = values[i] == 1;
    }
    return truths;
  }

  /** The place of a flat index, e.g. {@code [2][0]}; empty for a scalar. */
  String place(int flat) {
    StringBuilder place = new StringBuilder();
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place.insert(0, "[" + flat % shape[axis] + "]");
      flat /= shape[axis];
    }
    return place.toString();
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  private static int depth(JsonNode node) {
    return node.isArray() ? 1 + depth(node.path(0)) : 0;
  }

  private static int fill(
      JsonNode node, int[] shape, int axis, double[] values, int at, String path) {
    if (axis == shape.length) {
      values[at] = number(node, path);
      return at + 1;
    }
    if (!node.isArray() || node.size() != shape[axis]) {
      throw new CaseFault(path + " is ragged: its lists differ in length");
    }
    for (int i = 0; i < shape[axis]; i++) {
      at = fill(node.get(i), shape, axis + 1, values, at, path + "[" + i + "]");
    }
    return at;
  }

  private static double number(JsonNode node, String path) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue() ? 1 : 0;
    }
    return switch (node.isTextual() ? node.textValue() : "") {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new CaseFault(path + " is no number: " + node);
    };
  }

  private static long sizeOf(int[] shape) {
    long size = 1;
    for (int axis : shape) {
      if (axis < 0) {
        throw new CaseFault("shape " + Arrays.toString(shape) + " has a negative size");
      }
      size = Math.multiplyExact(size, (long) axis);
    }
    return size;
  }
}

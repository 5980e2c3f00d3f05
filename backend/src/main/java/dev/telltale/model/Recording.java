package dev.telltale.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.telltale.arrays.NpyFile;
import dev.telltale.arrays.NpyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Inputs and what PyTorch made of them: a directory of {@code .npy} files whose rows belong
 * together.
 */
final class Recording {
  private static final String SUFFIX = ".npy";

  private final Path directory;
  private final Map<String, NpyFile> files;

  private Recording(Path directory, Map<String, NpyFile> files) {
    this.directory = directory;
    this.files = files;
  }

  /**
   * Maps the files.
   *
   * @param known names that there may be, without {@code .npy}
   * @throws BundleException when there is no such directory, or a file of another name or no array
   */
  static Recording open(Path directory, List<String> known) {
    if (!Files.isDirectory(directory)) {
      throw new BundleException(directory + ": no such directory; a probe is a directory");
    }
    try (Stream<Path> all = Files.list(directory)) {
      Map<String, NpyFile> files = new LinkedHashMap<>();
      for (Path file : all.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList()) {
        String name = file.getFileName().toString().replace(SUFFIX, "");
        if (!known.contains(name)) {
          throw new BundleException(
              "%s: is compared with nothing of this bundle; there may be: %s"
                  .formatted(file, String.join(", ", known)));
        }
        files.put(name, NpyFile.open(file));
      }
      return new Recording(directory, files);
    } catch (IOException e) {
      throw new BundleException("a probe cannot be read: " + e.getMessage(), e);
    }
  }

  boolean has(String name) {
    return files.containsKey(name);
  }

  /**
   * Number of rows of 32-bit floats.
   *
   * @throws BundleException when the file is missing, or empty, or of another type
   */
  int rows(String name) {
    NpyFile file = floats(name);
    if (file.rows() < 1 || file.shape().length == 0) {
      throw new BundleException(path(name) + ": is " + shape(name) + ", some rows are needed");
    }
    return Math.toIntExact(file.rows());
  }

  /** Sizes of a file's axes. */
  Shape shape(String name) {
    return new Shape(need(name).shape());
  }

  /**
   * A file of 32-bit floats.
   *
   * @param shape that it must have
   * @throws BundleException when it is missing or another
   */
  void needFloats(String name, Shape shape) {
    floats(name);
    if (!shape(name).equals(shape)) {
      throw new BundleException(
          "%s: is %s, %s is needed".formatted(path(name), shape(name), shape));
    }
  }

  /**
   * The rows from, up to and without to, on the manager's device.
   *
   * @return [to − from, …]
   */
  NDArray rows(String name, int from, int to, NDManager scope) {
    NpyFile file = floats(name);
    long[] shape = file.shape();
    shape[0] = to - from;
    return scope.create(values(name, from, to), new Shape(shape));
  }

  /** The numbers of the rows from, up to and without to. */
  float[] values(String name, int from, int to) {
    NpyFile file = floats(name);
    float[] values = new float[Math.multiplyExact(to - from, file.rowLength())];
    for (int row = from; row < to; row++) {
      file.floats(row, values, (row - from) * file.rowLength());
    }
    return values;
  }

  /**
   * A file of one 64-bit integer per row.
   *
   * @param limit each is at least 0 and less than this
   * @throws BundleException when it is missing or another
   */
  int[] indices(String name, int rows, int limit) {
    NpyFile file = need(name);
    if (file.type() != NpyType.I8 || !shape(name).equals(new Shape(rows))) {
      throw new BundleException(
          "%s: is %s %s, (%d) %s is needed"
              .formatted(path(name), shape(name), file.type().descr(), rows, NpyType.I8.descr()));
    }
    int[] indices = new int[rows];
    long[] values = file.longs();
    for (int i = 0; i < rows; i++) {
      if (values[i] < 0 || values[i] >= limit) {
        throw new BundleException(
            "%s: row %d is %d, it must be in 0..%d".formatted(path(name), i, values[i], limit - 1));
      }
      indices[i] = (int) values[i];
    }
    return indices;
  }

  /**
   * Compares rows with what was computed.
   *
   * @param from the first row
   * @param computed [B,…]
   * @return the largest absolute difference; NaN where a number is on one side only
   * @throws BundleException when the file is missing, or the shapes differ
   */
  double difference(String name, int rows, int from, NDArray computed) {
    Shape got = computed.getShape();
    long[] whole = got.getShape().clone();
    if (whole.length > 0) {
      whole[0] = rows;
    }
    Shape want = shape(name);
    if (!want.equals(new Shape(whole)) || computed.getDataType() != DataType.FLOAT32) {
      throw new BundleException(
          "%s: is %s, the network returns %s %s"
              .formatted(
                  path(name), want, new Shape(whole), Contract.name(computed.getDataType())));
    }
    float[] recorded = values(name, from, from + Math.toIntExact(got.get(0)));
    float[] values = computed.toFloatArray();
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs((double) values[i] - recorded[i]));
    }
    return largest;
  }

  /** Where a file lies, or should. */
  Path path(String name) {
    return directory.resolve(name + SUFFIX);
  }

  private NpyFile floats(String name) {
    NpyFile file = need(name);
    if (file.type() != NpyType.F4) {
      throw new BundleException(
          "%s: holds %s, %s is needed"
              .formatted(path(name), file.type().descr(), NpyType.F4.descr()));
    }
    return file;
  }

  private NpyFile need(String name) {
    NpyFile file = files.get(name);
    if (file == null) {
      throw new BundleException(path(name) + ": missing");
    }
    return file;
  }
}

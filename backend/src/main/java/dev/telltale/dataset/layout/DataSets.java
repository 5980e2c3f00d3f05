package dev.telltale.dataset.layout;

import dev.telltale.dataset.DataSet;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens data sets from their directories. */
public final class DataSets {
  private DataSets() {}

  /** As {@link #open(String, Path, Layout, boolean)}, ending at the first fault. */
  public static DataSet open(String name, Path dir, @Nullable Layout layout) {
    return open(name, dir, layout, false);
  }

  /**
   * Lists the pictures of a directory; none is opened yet.
   *
   * @param name what to call the data set
   * @param dir its directory
   * @param layout how it lies there, or null to look: the files that a layout cannot be without
   *     tell which it is, and any other directory is an {@link Layout#IMAGEFOLDER}
   * @param lenient pass over rows that cannot be right, and keep them as {@link DataSet#faults}
   * @throws DataSetException in one line: the directory or a listed file is missing, there are no
   *     pictures, the metadata has a wrong header or (unless lenient) a bad row
   */
  public static DataSet open(String name, Path dir, @Nullable Layout layout, boolean lenient) {
    if (!Files.isDirectory(dir)) {
      throw new DataSetException(
          dir + (Files.exists(dir) ? " is not a directory" : " does not exist"));
    }
    try {
      Path root = dir.toRealPath();
      Layout known = layout == null ? Layout.recognised(root) : layout;
      Reading reading = new Reading(root, lenient);
      SampleTable samples = known.reader().read(reading);
      return new DataSet(name, root, known.label(), samples, reading.faults());
    } catch (IOException e) {
      throw new DataSetException("cannot read " + dir + ": " + e.getMessage(), e);
    }
  }

  /** The id of a file: its path below the root, the same on every system. */
  static String id(Path root, Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }
}

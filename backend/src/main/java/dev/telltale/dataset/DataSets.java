package dev.telltale.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens data sets from their directories. */
public final class DataSets {
  private DataSets() {}

  /**
   * Lists the pictures of a directory; none is opened yet.
   *
   * @param name what to call the data set
   * @param dir its directory
   * @param layout how it lies there, or null to look: a {@code metadata.csv} makes it {@link
   *     Layout#WATERBIRDS}, else it is an {@link Layout#IMAGEFOLDER}
   * @throws DataSetException in one line: the directory or a listed file is missing, there are no
   *     pictures, the metadata has a wrong header or a bad row
   */
  public static DataSet open(String name, Path dir, @Nullable Layout layout) {
    if (!Files.isDirectory(dir)) {
      throw new DataSetException(
          dir + (Files.exists(dir) ? " is not a directory" : " does not exist"));
    }
    try {
      Path root = dir.toRealPath();
      return switch (layout == null ? recognised(root) : layout) {
        case IMAGEFOLDER -> ImageFolder.read(name, root);
        case WATERBIRDS -> WaterbirdsMetadata.read(name, root);
      };
    } catch (IOException e) {
      throw new DataSetException("cannot read " + dir + ": " + e.getMessage(), e);
    }
  }

  private static Layout recognised(Path root) {
    return Files.exists(root.resolve(WaterbirdsMetadata.FILE))
        ? Layout.WATERBIRDS
        : Layout.IMAGEFOLDER;
  }

  /** The id of a file: its path below the root, the same on every system. */
  static String id(Path root, Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }
}

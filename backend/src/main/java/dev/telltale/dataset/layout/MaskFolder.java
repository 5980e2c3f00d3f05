package dev.telltale.dataset.layout;

import dev.telltale.dataset.Regions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Masks that lie at their pictures' paths under {@code masks/}, each as PNG; some or all. */
final class MaskFolder implements Regions {
  private final Path directory;

  private MaskFolder(Path directory) {
    this.directory = directory;
  }

  /** The masks of a data set; none if it has no such directory. */
  static Regions in(Path root) {
    Path directory = root.resolve(WaterbirdsMetadata.MASKS);
    return Files.isDirectory(directory) ? new MaskFolder(directory) : NONE;
  }

  @Override
  public @Nullable Path mask(int row, String id) {
    int dot = id.lastIndexOf('.');
    String stem = dot > id.lastIndexOf('/') ? id.substring(0, dot) : id;
    Path mask = directory.resolve(stem + ".png");
    return Files.isRegularFile(mask) ? mask : null;
  }
}

package dev.telltale.dataset.layout;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What directories hold, by listings; names that begin with a dot are passed over. */
final class Directories {
  private Directories() {}

  /** The directories in a directory, sorted; none if it does not exist. */
  static List<String> in(Path directory) {
    String[] names = directory.toFile().list();
    return names == null
        ? List.of()
        : Arrays.stream(names)
            // A name with a dot is a file's, in a place that may have a million of them.
            .filter(name -> name.indexOf('.') < 0)
            .filter(name -> new File(directory.toFile(), name).isDirectory())
            .sorted()
            .toList();
  }

  /** The names of pictures in a directory, sorted. */
  static List<String> pictures(Path directory) throws IOException {
    String[] names = directory.toFile().list();
    if (names == null) {
      throw new IOException("cannot list " + directory);
    }
    return Arrays.stream(names).filter(PictureFiles::isPicture).sorted().toList();
  }
}

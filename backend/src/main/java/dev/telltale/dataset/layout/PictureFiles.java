package dev.telltale.dataset.layout;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which files there are. A directory is listed once, when it is first asked about: asking the disk
 * for each of 200 000 pictures would take seconds.
 */
final class PictureFiles {
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff");

  private final Map<Path, Set<String>> names = new HashMap<>();

  /** Whether a directory has an entry of this name. */
  boolean exists(Path file) {
    Path parent = file.getParent();
    Path name = file.getFileName();
    return parent != null && name != null && exists(parent, name.toString());
  }

  /** Whether a directory itself has an entry of this name: {@code ../x} is none. */
  boolean exists(Path directory, String name) {
    return names.computeIfAbsent(directory, PictureFiles::list).contains(name);
  }

  /** Whether a file is named as a picture. */
  static boolean isPicture(String name) {
    return !name.startsWith(".")
        && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static Set<String> list(Path directory) {
    String[] entries = directory.toFile().list();
    return entries == null ? Set.of() : new HashSet<>(Arrays.asList(entries));
  }
}

package dev.telltale.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the layout of torchvision's ImageFolder: {@code class/…/picture}, or {@code
 * split/class/…/picture} where every directory at the top has the name of a split. Names that begin
 * with a dot are passed over.
 */
final class ImageFolder {
  private static final Set<String> SPLITS =
      Set.of("train", "training", "val", "valid", "validation", "test", "testing");
  private static final Set<String> PICTURES =
      Set.of("png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff");

  private ImageFolder() {}

  static DataSet read(String name, Path root) throws IOException {
    List<Path> top = directories(root);
    boolean split = !top.isEmpty() && top.stream().allMatch(d -> isSplit(fileName(d)));
    Set<String> classes = new TreeSet<>();
    List<Sample> samples = new ArrayList<>();
    for (Path dir : top) {
      if (split) {
        for (Path classDir : directories(dir)) {
          add(root, classDir, fileName(dir), classes, samples);
        }
      } else {
        add(root, dir, null, classes, samples);
      }
    }
    if (samples.isEmpty()) {
      throw new DataSetException(
          root
              + " holds no pictures: expected directories named after classes, with picture"
              + " files in them");
    }
    samples.sort(Comparator.comparing(Sample::id));
    return new DataSet(name, root, Layout.IMAGEFOLDER, List.copyOf(classes), samples);
  }

  private static void add(
      Path root, Path classDir, @Nullable String split, Set<String> classes, List<Sample> samples)
      throws IOException {
    String label = fileName(classDir);
    classes.add(label);
    try (Stream<Path> files = Files.walk(classDir, FileVisitOption.FOLLOW_LINKS)) {
      files
          .filter(file -> isPicture(root, file))
          .map(file -> new Sample(DataSets.id(root, file), file, label, Map.of(), null, split))
          .forEach(samples::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isPicture(Path root, Path file) {
    String name = fileName(file);
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return PICTURES.contains(ending) && !isHidden(root, file) && Files.isRegularFile(file);
  }

  private static boolean isHidden(Path root, Path file) {
    for (Path part : root.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> directories(Path dir) throws IOException {
    try (Stream<Path> entries = Files.list(dir)) {
      return entries
          .filter(entry -> !fileName(entry).startsWith(".") && Files.isDirectory(entry))
          .sorted()
          .toList();
    }
  }

  private static boolean isSplit(String name) {
    return SPLITS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static String fileName(Path path) {
    return String.valueOf(path.getFileName());
  }
}

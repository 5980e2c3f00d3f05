package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Texts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the layout of torchvision's ImageFolder: {@code class/…/picture}, or {@code
 * split/class/…/picture} where every directory at the top has the name of a split. A directory
 * {@code masks} beside them may hold masks at the pictures' paths, ending in .png. Names that begin
 * with a dot are passed over.
 */
final class ImageFolder implements LayoutReader {
  private static final Set<String> SPLITS =
      Set.of("train", "training", "val", "valid", "validation", "test", "testing");

  @Override
  public boolean recognises(Path root) {
    return true;
  }

  @Override
  public SampleTable read(Reading reading) throws IOException {
    Path root = reading.root();
    List<String> top = new ArrayList<>(directories(root.toFile()));
    checkNames(reading, root.toFile());
    top.remove("__MACOSX");
    boolean masks = top.size() > 1 && top.remove(WaterbirdsMetadata.MASKS);
    boolean split = isSplit(top);
    if (split) {
      for (String odd : List.copyOf(top)) {
        if (!isSplit(odd)) {
          top.remove(odd);
          reading.passOver(root.resolve(odd), "is no split, as the directories beside it are");
        }
      }
    }
    Found found = new Found(classes(root, top, split));
    for (String dir : top) {
      if (split) {
        for (String label : directories(root.resolve(dir).toFile())) {
          found.all(root.resolve(dir).resolve(label).toFile(), dir + "/" + label + "/", label, dir);
        }
      } else {
        found.all(root.resolve(dir).toFile(), dir + "/", dir, null);
      }
    }
    if (found.ids.size() == 0) {
      throw new DataSetException(
          root
              + " holds no pictures: expected directories named after classes, with picture"
              + " files in them");
    }
    return SampleTable.of(
        root,
        found.ids,
        found.labels.build(),
        split ? found.splits.build() : null,
        List.of(),
        List.of(),
        masks ? MaskFolder.in(root) : dev.telltale.dataset.Regions.NONE);
  }

  /** Whether these are splits: all of them, or a training split and another among others. */
  private static boolean isSplit(List<String> top) {
    List<String> splits = top.stream().filter(ImageFolder::isSplit).toList();
    boolean training =
        splits.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("train"));
    return !splits.isEmpty() && (splits.size() == top.size() || (training && splits.size() > 1));
  }

  /** A name that cannot be decoded would be passed over in silence, with all that is in it. */
  private static void checkNames(Reading reading, File directory) throws IOException {
    for (String name : entries(directory)) {
      if (name.indexOf('\uFFFD') >= 0) {
        reading.fault(directory.toPath(), 0, "holds a name that is not UTF-8: " + name);
      }
    }
  }

  private static List<String> classes(Path root, List<String> top, boolean split)
      throws IOException {
    if (!split) {
      return top.stream().sorted().toList();
    }
    Set<String> classes = new TreeSet<>();
    for (String dir : top) {
      classes.addAll(directories(root.resolve(dir).toFile()));
    }
    return List.copyOf(classes);
  }

  /** The pictures so far, in the order of their ids. */
  private static final class Found {
    private final Texts ids = new Texts();
    private final Column.Builder labels;
    private final Column.Builder splits = new Column.Builder("split");

    Found(List<String> classes) {
      labels = new Column.Builder("class", classes);
    }

    void all(File directory, String prefix, String label, @Nullable String split)
        throws IOException {
      for (String name : entries(directory)) {
        if (PictureFiles.isPicture(name)) {
          // Not asked what it is, which would take a second for every 100 000: a directory of such
          // a name is a fault that whoever opens it will see.
          ids.add(prefix + name);
          labels.add(label);
          splits.add(split);
        } else if (name.indexOf('.') < 0 || new File(directory, name).isDirectory()) {
          File below = new File(directory, name);
          if (!name.startsWith(".") && below.isDirectory() && !leadsBack(directory, below)) {
            all(below, prefix + name + "/", label, split);
          }
        }
      }
    }
  }

  /** A link to a directory that it lies in would be followed for ever. */
  private static boolean leadsBack(File directory, File below) throws IOException {
    return Files.isSymbolicLink(below.toPath())
        && directory.toPath().toRealPath().startsWith(below.toPath().toRealPath());
  }

  /** Names, sorted as the ids below them will be: a directory as if its slash were there. */
  private static List<String> entries(File directory) throws IOException {
    String[] names = directory.list();
    if (names == null) {
      throw new IOException("cannot list " + directory);
    }
    Arrays.sort(
        names, Comparator.comparing(name -> PictureFiles.isPicture(name) ? name : name + "/"));
    return Arrays.asList(names);
  }

  private static List<String> directories(File directory) throws IOException {
    return entries(directory).stream()
        .filter(name -> !name.startsWith(".") && new File(directory, name).isDirectory())
        .toList();
  }

  private static boolean isSplit(String name) {
    return SPLITS.contains(name.toLowerCase(Locale.ROOT));
  }
}

package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.Regions;
import dev.telltale.dataset.SampleTable;
import dev.telltale.dataset.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads ImageNet-9 as the Backgrounds Challenge publishes it (Xiao et al. 2020,
 * github.com/MadryLab/backgrounds_challenge): {@code VARIATION/val/00_dog/*.JPEG}, some or all of
 * its eight variations, or a single one's own directory; {@code train} beside {@code val} in the
 * training data. The foregrounds' masks, {@code fg_mask/val/00_dog/*.npy}, have the names of the
 * original pictures; a mixed picture is named {@code fg_ORIGINAL_bg_OTHER.JPEG}, and has the mask
 * of its foreground.
 */
final class ImageNet9 implements LayoutReader {
  /** The attribute that tells what was done to a picture. */
  static final String VARIATION = "variation";

  /** From the picture as it was to the background alone. */
  static final List<String> VARIATIONS =
      List.of(
          "original",
          "mixed_same",
          "mixed_rand",
          "mixed_next",
          "only_fg",
          "no_fg",
          "only_bg_b",
          "only_bg_t");

  /** Where the masks lie. */
  static final String MASKS = "fg_mask";

  private static final List<String> SPLITS = List.of("train", "val");

  private static final Pattern CLASS =
      Pattern.compile(
          "0[0-8]_(dog|bird|.*vehicle|reptile|carnivore|insect|.*instrument|primate|fish)");

  @Override
  public boolean recognises(Path root) {
    if (hasClasses(root)) {
      return true;
    }
    return VARIATIONS.stream().anyMatch(variation -> hasClasses(root.resolve(variation)));
  }

  @Override
  public SampleTable read(Reading reading) throws IOException {
    Path root = reading.root();
    List<String> variations =
        VARIATIONS.stream().filter(name -> Files.isDirectory(root.resolve(name))).toList();
    boolean single = variations.isEmpty();
    List<Part> parts = new ArrayList<>();
    if (single) {
      parts.addAll(parts(reading, root.getFileName().toString(), ""));
    }
    for (String variation : variations) {
      parts.addAll(parts(reading, variation, variation + "/"));
    }
    Set<String> classes = new TreeSet<>();
    parts.forEach(part -> classes.addAll(part.classes));
    Found found = new Found(classes.stream().map(ImageNet9::label).toList());
    for (Part part : parts) {
      for (String label : classes) {
        if (part.classes.contains(label)) {
          found.all(root, part, label);
        } else {
          reading.fault(root.resolve(part.prefix), 0, "no directory " + label + ", as others have");
        }
      }
    }
    if (found.ids.size() == 0) {
      throw new DataSetException(
          root
              + " holds no pictures: expected directories such as original/val/00_dog, or"
              + " val/00_dog of one variation");
    }
    return SampleTable.of(
        root,
        found.ids,
        found.labels.build(),
        found.splits.build(),
        List.of(found.variations.build()),
        List.of(VARIATION),
        Files.isDirectory(root.resolve(MASKS)) ? new ForegroundMasks(root, single) : Regions.NONE);
  }

  /**
   * One split of one variation.
   *
   * @param prefix of the paths of its directories of classes
   */
  private record Part(String variation, String split, String prefix, List<String> classes) {}

  private static List<Part> parts(Reading reading, String variation, String prefix) {
    List<Part> parts = new ArrayList<>();
    for (String split : SPLITS) {
      String below = prefix + split + "/";
      Path directory = reading.root().resolve(below);
      if (Files.isDirectory(directory)) {
        List<String> classes = new ArrayList<>();
        for (String name : Directories.in(directory)) {
          if (name.matches("\\d\\d_.+")) {
            classes.add(name);
          } else {
            reading.fault(directory.resolve(name), 0, "not a class; classes are such as 00_dog");
          }
        }
        parts.add(new Part(variation, split, below, classes));
      }
    }
    if (parts.isEmpty() && !prefix.isEmpty()) {
      reading.fault(reading.root().resolve(variation), 0, "neither val nor train is in it");
    }
    return parts;
  }

  /** The name behind the number. */
  private static String label(String directory) {
    return directory.substring(3);
  }

  private static boolean hasClasses(Path variation) {
    for (String split : SPLITS) {
      List<String> names = Directories.in(variation.resolve(split));
      if (!names.isEmpty() && names.stream().allMatch(name -> CLASS.matcher(name).matches())) {
        return true;
      }
    }
    return false;
  }

  private static final class Found {
    private final Texts ids = new Texts();
    private final Column.Builder labels;
    private final Column.Builder splits = new Column.Builder("split", SPLITS);
    private final Column.Builder variations = new Column.Builder(VARIATION);

    Found(List<String> classes) {
      labels = new Column.Builder("class", classes);
    }

    void all(Path root, Part part, String directory) throws IOException {
      String prefix = part.prefix + directory + "/";
      for (String name : Directories.pictures(root.resolve(prefix))) {
        ids.add(prefix + name);
        labels.add(label(directory));
        splits.add(part.split);
        variations.add(part.variation);
      }
    }
  }

  /**
   * The masks of foregrounds. Pictures without their foreground have none.
   *
   * @param single whether the pictures' paths begin with the split, not with a variation
   */
  private record ForegroundMasks(Path root, boolean single) implements Regions {
    private static final Set<String> WITHOUT = Set.of("no_fg", "only_bg_b", "only_bg_t");
    private static final Pattern MIXED = Pattern.compile("fg_(.+)_bg_.+");

    @Override
    public @Nullable Path mask(int row, String id) {
      int slash = single ? -1 : id.indexOf('/');
      String variation = single ? root.getFileName().toString() : id.substring(0, slash);
      if (WITHOUT.contains(variation)) {
        return null;
      }
      int name = id.lastIndexOf('/') + 1;
      String stem = MIXED.matcher(id.substring(name, id.lastIndexOf('.'))).replaceFirst("$1");
      Path mask = root.resolve(MASKS).resolve(id.substring(slash + 1, name) + stem + ".npy");
      return Files.isRegularFile(mask) ? mask : null;
    }
  }
}

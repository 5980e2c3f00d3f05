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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads ImageNet and its subsets: {@code train/n01440764/*.JPEG}, {@code val/n01440764/*.JPEG}, one
 * of them or the classes alone, at the top or under {@code ILSVRC/Data/CLS-LOC/} as Kaggle has it;
 * {@code val/} flat where a file tells the classes ({@link ImageNetTruth}). Files beside them name
 * the classes ({@link ImageNetClasses}) and, as Salient ImageNet, mask the features of pictures
 * ({@link SalientImageNet}).
 */
final class ImageNet implements LayoutReader {
  /** The attribute that holds WordNet ids. */
  static final String WORDNET_ID = "wordnet_id";

  private static final List<String> BASES = List.of("", "ILSVRC/Data/CLS-LOC/", "Data/CLS-LOC/");
  private static final List<String> SPLITS = List.of("train", "val");
  private static final Set<String> BESIDE =
      Set.of(SalientImageNet.DIRECTORY, WaterbirdsMetadata.MASKS);

  @Override
  public boolean recognises(Path root) {
    return base(root) != null;
  }

  @Override
  public SampleTable read(Reading reading) throws IOException {
    Path root = reading.root();
    String base = base(root);
    if (base == null) {
      throw nothing(root);
    }
    ImageNetClasses classes = ImageNetClasses.read(reading);
    List<Part> parts = new ArrayList<>();
    for (String split : SPLITS) {
      if (Files.isDirectory(root.resolve(base + split))) {
        parts.addAll(parts(reading, classes, base + split + "/", split));
      }
    }
    if (parts.isEmpty()) {
      parts.addAll(parts(reading, classes, base, null));
    }
    Set<String> ids = new TreeSet<>();
    parts.forEach(part -> ids.addAll(part.pictures.values()));
    parts.forEach(part -> ids.addAll(part.directories));
    Found found = new Found(classes.labels(ids));
    for (Part part : parts) {
      found.all(root, part);
    }
    if (found.ids.size() == 0) {
      throw nothing(root);
    }
    Regions masks = MaskFolder.in(root);
    return SampleTable.of(
        root,
        found.ids,
        found.labels.build(),
        parts.stream().anyMatch(part -> part.split == null) ? null : found.splits.build(),
        List.of(found.wordNetIds.build()),
        List.of(),
        SalientImageNet.in(reading, masks));
  }

  /**
   * One split.
   *
   * @param directories of classes
   * @param pictures that lie flat, with their classes
   */
  private record Part(
      String prefix,
      @Nullable String split,
      List<String> directories,
      Map<String, String> pictures) {}

  private static List<Part> parts(
      Reading reading, ImageNetClasses classes, String prefix, @Nullable String split)
      throws IOException {
    Path directory = reading.root().resolve(prefix);
    List<String> known = new ArrayList<>();
    for (String name : Directories.in(directory)) {
      if (ImageNetClasses.isId(name)) {
        String missing = classes.missing(name);
        if (missing == null) {
          known.add(name);
        } else {
          reading.fault(directory.resolve(name), 0, missing);
        }
      } else if (split != null || !BESIDE.contains(name)) {
        reading.fault(
            directory.resolve(name), 0, "not a class; classes are WordNet ids such as n01440764");
      }
    }
    return List.of(
        new Part(
            prefix,
            split,
            known,
            "val".equals(split) && known.isEmpty() ? flat(reading, classes, directory) : Map.of()));
  }

  /** The pictures of a flat directory whose classes are known, in the order of their names. */
  private static Map<String, String> flat(Reading reading, ImageNetClasses classes, Path directory)
      throws IOException {
    List<String> names =
        Directories.pictures(directory).stream().filter(ImageNetTruth::isPicture).toList();
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, String> truth = ImageNetTruth.read(reading, directory, names);
    Map<String, String> pictures = new LinkedHashMap<>();
    for (String name : names) {
      String id = truth.get(name);
      if (id != null) {
        String missing = classes.missing(id);
        if (missing == null) {
          pictures.put(name, id);
        } else {
          reading.fault(directory.resolve(name), 0, missing);
        }
      }
    }
    return pictures;
  }

  /** Where train and val, or the classes, lie below the root; null if this is no ImageNet. */
  private static @Nullable String base(Path root) {
    for (String base : BASES) {
      Path directory = root.resolve(base);
      boolean split =
          SPLITS.stream().map(directory::resolve).anyMatch(part -> hasClasses(part, Set.of()));
      if (split || hasFlat(directory.resolve("val")) || hasClasses(directory, BESIDE)) {
        return base;
      }
    }
    return null;
  }

  private static boolean hasClasses(Path directory, Set<String> beside) {
    List<String> names =
        Directories.in(directory).stream().filter(name -> !beside.contains(name)).toList();
    return !names.isEmpty() && names.stream().allMatch(ImageNetClasses::isId);
  }

  private static boolean hasFlat(Path val) {
    String[] names = val.toFile().list((directory, name) -> ImageNetTruth.isPicture(name));
    return names != null && names.length > 0;
  }

  private static DataSetException nothing(Path root) {
    return new DataSetException(
        root
            + " holds no pictures of ImageNet: expected directories named after WordNet ids, such"
            + " as train/n01440764, with picture files in them");
  }

  private static final class Found {
    private final Texts ids = new Texts();
    private final Map<String, Integer> codes = new HashMap<>();
    private final Column.Builder labels;
    private final Column.Builder wordNetIds;
    private final Column.Builder splits = new Column.Builder("split", SPLITS);

    Found(Map<String, String> classes) {
      classes.keySet().forEach(id -> codes.put(id, codes.size()));
      labels = new Column.Builder("class", List.copyOf(classes.values()));
      wordNetIds = new Column.Builder(WORDNET_ID, List.copyOf(classes.keySet()));
    }

    void all(Path root, Part part) throws IOException {
      for (String directory : part.directories) {
        String prefix = part.prefix + directory + "/";
        for (String name : Directories.pictures(root.resolve(prefix))) {
          add(prefix + name, directory, part.split);
        }
      }
      part.pictures.forEach((name, id) -> add(part.prefix + name, id, part.split));
    }

    private void add(String picture, String id, @Nullable String split) {
      ids.add(picture);
      int code = codes.get(id);
      labels.addCode(code);
      wordNetIds.addCode(code);
      splits.add(split);
    }
  }
}

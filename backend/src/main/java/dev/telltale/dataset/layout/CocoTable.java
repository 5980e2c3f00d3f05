package dev.telltale.dataset.layout;

import dev.telltale.dataset.Column;
import dev.telltale.dataset.Texts;
import dev.telltale.image.Box;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of several COCO files, with what is said of each. A file may list annotations before
 * the images that they are of.
 */
final class CocoTable {
  private static final int UNSEEN = -1;
  private static final int REJECTED = -2;
  private static final int NONE = -1;

  private static final Pattern CAPTURED =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T]([01]\\d|2[0-3]):.*");

  private final Reading reading;

  /** Where pictures lie below the root: empty, or ends with a slash. */
  private final String pictures;

  private final Set<String> seen = new HashSet<>();

  private final Texts ids = new Texts();
  private final Column.Builder locations = new Column.Builder("location");
  private final Column.Builder hours = new Column.Builder("hour");
  private final IntArrayList labels = new IntArrayList();
  private final BoxList boxes = new BoxList();
  private final CocoCategories categories = new CocoCategories();

  CocoTable(Reading reading, String pictures) {
    this.reading = reading;
    this.pictures = pictures;
  }

  Texts ids() {
    return ids;
  }

  /** Cameras. */
  Column.Builder locations() {
    return locations;
  }

  /** Of the day, where it is known. */
  Column.Builder hours() {
    return hours;
  }

  BoxList boxes() {
    return boxes;
  }

  /** The category of each picture; unknown where there are several, or none. */
  Column labels() {
    return categories.column(labels);
  }

  /**
   * Appends the pictures of a file.
   *
   * @param boxesFile another that holds boxes of the same pictures, or null
   * @return how many
   */
  int add(Path file, @Nullable Path boxesFile) throws IOException {
    int before = ids.size();
    Entries entries = new Entries(before);
    entries.file = file;
    CocoFile.read(reading, file, entries);
    if (boxesFile != null) {
      entries.file = boxesFile;
      entries.onlyBoxes = true;
      CocoFile.read(reading, boxesFile, entries);
    }
    entries.close();
    return ids.size() - before;
  }

  /** What one file says, until all of it is known. */
  private final class Entries implements CocoFile.Sink {
    private final int firstRow;
    private Path file;
    private boolean onlyBoxes;

    /** A key for each image's id, and its row. */
    private final Object2IntOpenHashMap<String> keys = new Object2IntOpenHashMap<>();

    private final IntArrayList rows = new IntArrayList();
    private final DoubleArrayList widths = new DoubleArrayList();
    private final DoubleArrayList heights = new DoubleArrayList();

    private final IntArrayList annotated = new IntArrayList();
    private final IntArrayList annotatedCategory = new IntArrayList();
    private final LongArrayList annotatedLine = new LongArrayList();
    private final List<Path> annotatedFile = new ArrayList<>();
    private final IntArrayList annotatedFileStart = new IntArrayList();
    private final DoubleArrayList annotatedBox = new DoubleArrayList();

    Entries(int firstRow) {
      this.firstRow = firstRow;
      keys.defaultReturnValue(NONE);
    }

    @Override
    public void image(CocoFile.Image image) {
      if (image.id() == null || image.fileName() == null) {
        throw new RowFault("an image without \"id\" or \"file_name\"");
      }
      int key = key(image.id());
      if (rows.getInt(key) != UNSEEN) {
        if (onlyBoxes) {
          return;
        }
        throw new RowFault("the image \"%s\" is listed already".formatted(image.id()));
      }
      rows.set(key, REJECTED);
      String id = reading.existing(pictures + image.fileName(), "picture");
      if (!seen.add(id)) {
        throw new RowFault("the picture %s is listed already".formatted(id));
      }
      rows.set(key, ids.size());
      ids.add(id);
      widths.add(image.width());
      heights.add(image.height());
      locations.add(image.location());
      hours.add(hour(image.captured()));
    }

    @Override
    public void annotation(CocoFile.Annotation annotation) {
      if (annotation.imageId() == null || annotation.categoryId() == null) {
        throw new RowFault("an annotation without \"image_id\" or \"category_id\"");
      }
      double[] box = annotation.box();
      if (box != null && box.length != 4) {
        throw new RowFault(
            "image \"%s\": a box has four numbers, not %d"
                .formatted(annotation.imageId(), box.length));
      }
      if (annotatedFile.isEmpty() || !annotatedFile.get(annotatedFile.size() - 1).equals(file)) {
        annotatedFile.add(file);
        annotatedFileStart.add(annotated.size());
      }
      annotated.add(key(annotation.imageId()));
      annotatedCategory.add(onlyBoxes ? NONE : categories.code(annotation.categoryId()));
      annotatedLine.add(annotation.line());
      for (int i = 0; i < 4; i++) {
        annotatedBox.add(box == null ? Double.NEGATIVE_INFINITY : box[i]);
      }
    }

    @Override
    public void category(long line, @Nullable String id, @Nullable String name) {
      if (id == null || name == null) {
        throw new RowFault("a category without \"id\" or \"name\"");
      }
      categories.name(id, name);
    }

    /** Gives every picture its label and its boxes. */
    void close() {
      int[] next = new int[annotated.size()];
      int[] last = new int[rows.size()];
      Arrays.fill(last, NONE);
      // From the back, so that each picture's chain runs forwards.
      for (int i = annotated.size() - 1; i >= 0; i--) {
        int key = annotated.getInt(i);
        next[i] = last[key];
        last[key] = i;
      }
      int[] firstOfRow = new int[ids.size() - firstRow];
      keys.forEach(
          (id, key) -> {
            if (rows.getInt(key) >= 0) {
              firstOfRow[rows.getInt(key) - firstRow] = last[key];
            }
          });
      unknownImages();
      for (int row = 0; row < firstOfRow.length; row++) {
        close(row, firstOfRow[row], next);
      }
    }

    private void close(int row, int first, int[] next) {
      int label = NONE;
      boolean several = false;
      List<Box> found = new ArrayList<>(1);
      for (int i = first; i != NONE; i = next[i]) {
        int category = annotatedCategory.getInt(i);
        if (category != NONE && !categories.known(category)) {
          fault(i, "image \"%s\": no category has the id %s", row, categories.id(category));
        } else if (category != NONE && (label == NONE || categories.isEmpty(label))) {
          label = category;
        } else if (category != NONE && category != label && !categories.isEmpty(category)) {
          several = true;
        }
        if (annotatedBox.getDouble(4 * i) != Double.NEGATIVE_INFINITY) {
          box(row, i, found);
        }
      }
      labels.add(several ? NONE : label);
      boxes.add(found);
    }

    private void box(int row, int i, List<Box> found) {
      try {
        if (!(widths.getDouble(row) > 0) || !(heights.getDouble(row) > 0)) {
          throw new RowFault("a box, but no \"width\" and \"height\" of the image");
        }
        found.add(
            PixelBox.of(
                annotatedBox.getDouble(4 * i),
                annotatedBox.getDouble(4 * i + 1),
                annotatedBox.getDouble(4 * i + 2),
                annotatedBox.getDouble(4 * i + 3),
                widths.getDouble(row),
                heights.getDouble(row)));
      } catch (RowFault e) {
        fault(i, "image \"%s\": %s", row, e.getMessage());
      }
    }

    private void unknownImages() {
      boolean[] unknown = new boolean[rows.size()];
      String[] names = new String[rows.size()];
      keys.forEach(
          (id, key) -> {
            unknown[key] = rows.getInt(key) == UNSEEN;
            names[key] = unknown[key] ? id : null;
          });
      for (int i = 0; i < annotated.size(); i++) {
        if (unknown[annotated.getInt(i)]) {
          reading.fault(
              fileOf(i),
              annotatedLine.getLong(i),
              "an annotation of the image \"%s\", which is not listed"
                  .formatted(names[annotated.getInt(i)]));
        }
      }
    }

    private void fault(int annotation, String what, int row, String detail) {
      reading.fault(
          fileOf(annotation),
          annotatedLine.getLong(annotation),
          what.formatted(ids.get(firstRow + row), detail));
    }

    private Path fileOf(int annotation) {
      int at = annotatedFile.size() - 1;
      while (annotatedFileStart.getInt(at) > annotation) {
        at--;
      }
      return annotatedFile.get(at);
    }

    private int key(String id) {
      int key = keys.getInt(id);
      if (key == NONE) {
        key = keys.size();
        keys.put(id, key);
        rows.add(UNSEEN);
      }
      return key;
    }
  }

  /** The hour of "2012-03-17 03:48:44"; null of anything else. */
  private static @Nullable String hour(@Nullable String captured) {
    boolean sound = captured != null && CAPTURED.matcher(captured).matches();
    return sound ? String.valueOf(Integer.parseInt(captured.substring(11, 13))) : null;
  }
}

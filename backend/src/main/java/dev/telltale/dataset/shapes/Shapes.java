package dev.telltale.dataset.shapes;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.drawn.DrawnDirectory;
import dev.telltale.dataset.drawn.Painting;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.image.Png;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Drawn shapes: as many pictures as one likes, each a function of the seed and its number alone.
 * The same numbers give the same pixels on every machine.
 *
 * @param size height and width in pixels, at least 16
 * @param seed of everything that is drawn, from 0; what is drawn for different splits never meets
 * @param splits which pictures are for training, for stopping it and for reporting
 * @param changes values of factors that every picture has, whatever it would have else; labels are
 *     those of the pictures so changed
 */
public record Shapes(int size, long seed, Splits splits, Map<ShapeFactor, String> changes) {
  private static final String LIST = "manifest.csv";
  private static final String PICTURES = "pictures";
  private static final String MASKS = "masks";

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Shapes {
    DrawnDirectory.checkedSize(size);
    SeedSpace.checked(seed);
    changes = Map.copyOf(changes);
    changes.forEach(ShapeFactor::choice);
  }

  /** With the default splits. */
  public Shapes(int size, long seed) {
    this(size, seed, Splits.DEFAULT, Map.of());
  }

  /**
   * What is in a picture.
   *
   * @param index its number, from 0
   */
  public ShapeScene scene(int index) {
    ShapeScene scene = ShapeScene.draw(splits.of(seed, index).space().of(seed), index);
    for (Map.Entry<ShapeFactor, String> change : changes.entrySet()) {
      scene = scene.with(change.getKey(), change.getValue());
    }
    return scene;
  }

  /**
   * Paints a scene, this data set's or one {@linkplain ShapeScene#with changed}: pixels that the
   * change does not touch are equal.
   */
  public Painting paint(ShapeScene scene) {
    return ShapePainter.paint(scene, size);
  }

  /**
   * Writes the first pictures and lists them in {@code manifest.csv}: the shape is the label;
   * texture, colour and bars are attributes. The list comes last: where it is, the data set is
   * whole, and where writing was interrupted it can be done again.
   *
   * @param out a directory that is empty or not there yet
   * @param count pictures to write, 1 to a million
   * @param progress told how many are written, from several threads, in no order
   * @throws DataSetException if the directory holds other files or cannot be written
   */
  public void write(Path out, int count, IntConsumer progress) {
    DrawnDirectory directory =
        new DrawnDirectory(
            out, "shapes %d %d %s %s".formatted(size, seed, splits, new TreeMap<>(changes)), LIST);
    directory.write(
        count,
        progress,
        index -> {
          Painting painting = paint(scene(index));
          directory.file(file(PICTURES, index), Png.write(painting.image()));
          directory.file(file(MASKS, index), Png.write(painting.mask()));
        },
        () -> Map.of(LIST, list(count)));
  }

  private String list(int count) {
    StringBuilder csv = new StringBuilder("path,label,split,texture,colour,bars,mask\n");
    for (int index = 0; index < count; index++) {
      ShapeScene scene = scene(index);
      csv.append(file(PICTURES, index)).append(',');
      csv.append(scene.value(ShapeFactor.SHAPE)).append(',');
      csv.append(splits.of(seed, index).name()).append(',');
      csv.append(scene.value(ShapeFactor.TEXTURE)).append(',');
      csv.append(scene.value(ShapeFactor.COLOUR)).append(',');
      csv.append(scene.value(ShapeFactor.BARS)).append(',');
      csv.append(file(MASKS, index)).append('\n');
    }
    return csv.toString();
  }

  private static String file(String folder, int index) {
    return folder + "/%06d.png".formatted(index);
  }
}

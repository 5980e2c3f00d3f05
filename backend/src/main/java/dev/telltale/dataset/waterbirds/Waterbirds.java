package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.drawn.DrawnDirectory;
import dev.telltale.dataset.drawn.Painting;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.layout.WaterbirdsMetadata;
import dev.telltale.image.Png;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * A drawn Waterbirds: as many pictures as one likes, each a function of the seed and its number
 * alone. The same numbers give the same pixels on every machine.
 *
 * @param correlation the probability that a bird is in its own place: .5 for none, 1 for always
 * @param size height and width in pixels, at least 16
 * @param seed of everything that is drawn, from 0; what is drawn for different splits never meets
 * @param splits which pictures are for training, for stopping it and for reporting
 * @param changes values of factors that every picture has, whatever it would have else; the labels
 *     are those of the pictures so changed
 */
public record Waterbirds(
    double correlation, int size, long seed, Splits splits, Map<BirdFactor, String> changes) {
  private static final String IMAGES = "images";

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Waterbirds {
    if (!(correlation >= 0 && correlation <= 1)) {
      throw new IllegalArgumentException("the correlation must be from 0 to 1, not " + correlation);
    }
    DrawnDirectory.checkedSize(size);
    SeedSpace.checked(seed);
    changes = Map.copyOf(changes);
    changed(Scene.draw(0, 0, correlation), changes); // refuses values that are none
  }

  /** With the default splits. */
  public Waterbirds(double correlation, int size, long seed) {
    this(correlation, size, seed, Splits.DEFAULT, Map.of());
  }

  /**
   * Writes a data set; see {@link #write}.
   *
   * @throws DataSetException if the directory holds other files or cannot be written
   */
  public static void generate(Path out, int count, double correlation, int size, long seed) {
    new Waterbirds(correlation, size, seed).write(out, count, done -> {});
  }

  /**
   * What is in a picture.
   *
   * @param index its number, from 0
   */
  public Scene scene(int index) {
    long drawn = splits.of(seed, index).space().of(seed);
    return changed(Scene.draw(drawn, index, correlation), changes);
  }

  /**
   * Paints a scene, this data set's or one {@linkplain Scene#with changed}: pixels that the change
   * does not touch are equal.
   */
  public Painting paint(Scene scene) {
    return Painter.paint(scene, size);
  }

  /**
   * Draws one picture.
   *
   * @param index its number, from 0
   */
  public Drawing draw(int index) {
    Scene scene = scene(index);
    Painting painting = paint(scene);
    return new Drawing(
        WaterbirdsMetadata.CLASSES.get(scene.waterbird() ? 1 : 0),
        WaterbirdsMetadata.PLACES.get(scene.onWater() ? 1 : 0),
        splits.of(seed, index).name(),
        painting.image(),
        painting.mask());
  }

  /**
   * Writes the first pictures in Waterbirds' layout: {@code metadata.csv}, {@code
   * images/000000.png} and so on, and their masks at the same paths under {@code masks/}. The
   * metadata come last: where they are, the data set is whole, and where writing was interrupted it
   * can be done again.
   *
   * @param out a directory that is empty or not there yet
   * @param count pictures to write, 1 to a million
   * @param progress told how many are written, from several threads, in no order
   * @throws DataSetException if the directory holds other files or cannot be written
   */
  public void write(Path out, int count, IntConsumer progress) {
    String masks = WaterbirdsMetadata.MASKS + "/" + IMAGES;
    DrawnDirectory directory =
        new DrawnDirectory(
            out,
            "waterbirds %s %d %d %s %s"
                .formatted(correlation, size, seed, splits, new TreeMap<>(changes)),
            WaterbirdsMetadata.FILE);
    directory.write(
        count,
        progress,
        index -> {
          Painting painting = paint(scene(index));
          directory.file(file(IMAGES, index), Png.write(painting.image()));
          directory.file(file(masks, index), Png.write(painting.mask()));
        },
        () -> Map.of(WaterbirdsMetadata.FILE, metadata(count)));
  }

  private String metadata(int count) {
    StringBuilder csv = new StringBuilder("img_id,img_filename,y,split,place,place_filename\n");
    for (int index = 0; index < count; index++) {
      Scene scene = scene(index);
      csv.append(index).append(',').append(file(IMAGES, index)).append(',');
      csv.append(scene.waterbird() ? 1 : 0).append(',');
      csv.append(splits.of(seed, index).code()).append(',');
      csv.append(scene.onWater() ? "1,drawn/water\n" : "0,drawn/land\n");
    }
    return csv.toString();
  }

  private static Scene changed(Scene scene, Map<BirdFactor, String> changes) {
    // The shape first: what else is changed is changed of the bird in its new shape.
    Scene changed = scene;
    for (BirdFactor factor : BirdFactor.values()) {
      if (changes.containsKey(factor)) {
        changed = changed.with(factor, changes.get(factor));
      }
    }
    return changed;
  }

  private static String file(String folder, int index) {
    return folder + "/%06d.png".formatted(index);
  }
}

package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.layout.WaterbirdsMetadata;
import dev.telltale.image.Png;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A drawn Waterbirds: as many pictures as one likes, each a function of the seed and its number
 * alone. The same numbers give the same pixels on every machine.
 *
 * @param correlation the probability that a bird is in its own place: .5 for none, 1 for always
 * @param size height and width in pixels, at least 16
 * @param seed of everything that is drawn; use different ones for training and for reporting
 * @param splits which pictures are for training, tuning and reporting
 */
public record Waterbirds(double correlation, int size, long seed, Splits splits) {
  private static final String IMAGES = "images";
  private static final String PART = WaterbirdsMetadata.FILE + ".part";
  private static final Set<String> OWN = Set.of(IMAGES, WaterbirdsMetadata.MASKS, PART);
  private static final long SPLIT_STREAM = 6;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Waterbirds {
    if (!(correlation >= 0 && correlation <= 1)) {
      throw new IllegalArgumentException("the correlation must be from 0 to 1, not " + correlation);
    }
    if (size < 16 || size > 4096) {
      throw new IllegalArgumentException("the size must be from 16 to 4096 pixels, not " + size);
    }
  }

  /** With the default splits. */
  public Waterbirds(double correlation, int size, long seed) {
    this(correlation, size, seed, Splits.DEFAULT);
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
   * Draws one picture.
   *
   * @param index its number, from 0
   */
  public Drawing draw(int index) {
    Scene scene = Scene.draw(seed, index, correlation);
    Painter.Painting painting = Painter.paint(scene, size);
    return new Drawing(
        WaterbirdsMetadata.CLASSES.get(scene.waterbird() ? 1 : 0),
        WaterbirdsMetadata.PLACES.get(scene.onWater() ? 1 : 0),
        WaterbirdsMetadata.SPLITS.get(split(index)),
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
   * @param count pictures to write, at least 1
   * @param progress told how many are written, from several threads, in no order
   * @throws DataSetException if the directory holds other files or cannot be written
   */
  public void write(Path out, int count, IntConsumer progress) {
    if (count < 1 || count > 1_000_000) {
      throw new IllegalArgumentException("the count must be from 1 to 1000000, not " + count);
    }
    try {
      checkFree(out);
      Path masks = out.resolve(WaterbirdsMetadata.MASKS);
      Files.createDirectories(out.resolve(IMAGES));
      Files.createDirectories(masks.resolve(IMAGES));
      AtomicInteger done = new AtomicInteger();
      IntStream.range(0, count)
          .parallel()
          .forEach(
              index -> {
                writePicture(out, masks, index);
                progress.accept(done.incrementAndGet());
              });
      Path part = Files.writeString(out.resolve(PART), metadata(count));
      Files.move(part, out.resolve(WaterbirdsMetadata.FILE), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | UncheckedIOException e) {
      throw new DataSetException("cannot write " + out + ": " + e.getMessage(), e);
    }
  }

  private void writePicture(Path out, Path masks, int index) {
    Painter.Painting painting = Painter.paint(Scene.draw(seed, index, correlation), size);
    try {
      Files.write(out.resolve(file(index)), Png.write(painting.image()));
      Files.write(masks.resolve(file(index)), Png.write(painting.mask()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String metadata(int count) {
    StringBuilder csv = new StringBuilder("img_id,img_filename,y,split,place,place_filename\n");
    for (int index = 0; index < count; index++) {
      Scene scene = Scene.draw(seed, index, correlation);
      csv.append(index).append(',').append(file(index)).append(',');
      csv.append(scene.waterbird() ? 1 : 0).append(',').append(split(index)).append(',');
      csv.append(scene.onWater() ? "1,drawn/water\n" : "0,drawn/land\n");
    }
    return csv.toString();
  }

  private int split(int index) {
    return splits.of(Draws.of(seed, SPLIT_STREAM).split(index).uniform(0, 1));
  }

  private static String file(int index) {
    return IMAGES + "/%06d.png".formatted(index);
  }

  private static void checkFree(Path out) throws IOException {
    if (!Files.exists(out)) {
      return;
    }
    try (Stream<Path> entries = Files.list(out)) {
      if (!entries.allMatch(entry -> OWN.contains(entry.getFileName().toString()))) {
        throw new DataSetException(out + " holds other files; give an empty directory");
      }
    }
  }
}

package dev.telltale.dataset.waterbirds;

import dev.telltale.dataset.DataSetException;
import dev.telltale.dataset.drawn.DrawnDirectory;
import dev.telltale.dataset.drawn.Draws;
import dev.telltale.dataset.drawn.Factor;
import dev.telltale.dataset.drawn.SeedSpace;
import dev.telltale.dataset.drawn.Splits;
import dev.telltale.dataset.layout.WaterbirdsMetadata;
import dev.telltale.image.Png;
import dev.telltale.image.RgbImage;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * The grounds of {@link Waterbirds} without birds, half of them land and half water: what a probe
 * for the place learns from. No ground is one that has a bird on it there.
 *
 * @param size height and width in pixels, at least 16
 * @param seed of everything that is drawn, from 0
 * @param splits which pictures are for training, for stopping it and for reporting
 * @param changes values of factors that every picture has: the {@link PlaceFactor#PLACE} alone
 */
public record Places(int size, long seed, Splits splits, Map<PlaceFactor, String> changes) {
  private static final long PLACE = 11;
  private static final long GROUND = 12;
  private static final long GRAIN = 13;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Places {
    DrawnDirectory.checkedSize(size);
    SeedSpace.checked(seed);
    changes = Map.copyOf(changes);
    changes.forEach(Factor::choice);
  }

  /** Whether a picture shows water. */
  public boolean water(int index) {
    String changed = changes.get(PlaceFactor.PLACE);
    return changed == null ? drawnWater(index) : PlaceFactor.PLACE.choice(changed) == 1;
  }

  /**
   * Draws one picture.
   *
   * @param index its number, from 0
   */
  public RgbImage draw(int index) {
    long drawn = space(index);
    Ground ground = Ground.draw(drawnWater(index), Draws.of(drawn, GROUND).split(index));
    if (!changes.isEmpty()) {
      ground = ground.with(water(index));
    }
    return Painter.paint(ground, Draws.of(drawn, GRAIN).split(index).next(), size);
  }

  /**
   * Writes the first pictures as a directory per class in one per split: {@code
   * train/land/000000.png}.
   *
   * @param out a directory that is empty or not there yet
   * @param count pictures to write, 1 to a million
   * @param progress told how many are written, from several threads, in no order
   * @throws DataSetException if the directory holds other files or cannot be written
   */
  public void write(Path out, int count, IntConsumer progress) {
    DrawnDirectory directory =
        new DrawnDirectory(
            out, "places %d %d %s %s".formatted(size, seed, splits, new TreeMap<>(changes)), "");
    directory.write(
        count, progress, index -> directory.file(file(index), Png.write(draw(index))), Map::of);
  }

  private String file(int index) {
    String place = WaterbirdsMetadata.PLACES.get(water(index) ? 1 : 0);
    return "%s/%s/%06d.png".formatted(splits.of(seed, index).name(), place, index);
  }

  private boolean drawnWater(int index) {
    boolean swapped = Draws.of(space(index), PLACE).split(index / 2).chance(.5);
    return (index % 2 == 1) != swapped;
  }

  private long space(int index) {
    return splits.of(seed, index).space().of(seed);
  }
}
